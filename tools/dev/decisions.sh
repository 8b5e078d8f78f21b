# How well the tests watch the code that decides whether a person is contacted. Sourced by ./dev.

decision_rooms=(interlock queue schedule)

cover() {
  configure
  configure_tree cover
  ninja -C build/cover --quiet "${decision_rooms[@]/#/test_}" test_vectors
  tools/cover.py build/cover "${decision_rooms[@]}"
}

mutate() {
  configure
  ninja -C build/dev --quiet "${decision_rooms[@]/#/test_}" test_vectors
  tools/mutate.py build/dev "$@"
}
