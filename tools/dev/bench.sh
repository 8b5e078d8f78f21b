# Figures, with how they were taken. Sourced by ./dev.

# Databases lie in build/bench, so that it is this disk that is measured; they are made anew each time.
bench() {
  configure_whole
  compile courtesy_bench
  mkdir -p build/bench
  echo "$(lscpu | sed -n 's/^Model name: *//p' | head -n 1), $(nproc) cores, load $(cut -d ' ' -f 1-3 /proc/loadavg)," \
    "build/bench on $(stat -f -c %T build/bench)"
  build/dev/courtesy_bench build/bench "$@"
}
