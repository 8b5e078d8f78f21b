# The list in tools/dev/ci.txt, run line by line. Sourced by ./dev.

# ci [NAME...]: the whole list, or only the lines named.
ci() {
  local name budget command ended passed=0 failed=0 started
  while read -r name budget command; do
    case $name in '' | '#'*) continue ;; esac
    [ $# -eq 0 ] || [[ " $* " == *" $name "* ]] || continue
    [ "$failed" = 0 ] || { echo "not run $name"; continue; }
    echo "== $name: $command"
    started=$SECONDS
    within "$budget" "$command" && ended=0 || ended=$?
    case $ended in
      0) passed=$((passed + 1)); echo "ok      $name, $((SECONDS - started)) s of $budget" ;;
      124 | 137) failed=1; echo "FAILED  $name: not done in its budget of $budget s" ;;
      *) failed=1; echo "FAILED  $name after $((SECONDS - started)) s: \`$command\` ended with $ended" ;;
    esac
  done <tools/dev/ci.txt
  echo "$passed passed, $failed failed"
  [ "$failed" = 0 ] && [ "$passed" -gt 0 ]
}

# Runs a command line, and ends it and all that it started when its seconds are over.
within() {
  local ended=0
  timeout --kill-after=10 "$1" bash -c "$2" </dev/null &
  trap "kill $! 2>/dev/null" INT TERM
  wait $! || ended=$?
  trap - INT TERM
  return $ended
}
