# The phone network as other people's software meets it (tests/phones). Sourced by ./dev.

# phones [FILE...]: the official client, its validator, an OpenAPI document from beside the repository where there is one,
# and an application that knows nothing of the network.
phone_tests() {
  build_program || return 1
  use_node && npm_here tests/phones || return 1
  node tests/phones/run.mjs "$@"
}
