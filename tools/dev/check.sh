# What can be said about the sources without building them. Sourced by ./dev.

check() {
  local faults=0
  tools/layers.py || faults=1
  tools/one_name.py || faults=1
  check_format || faults=1
  check_words || faults=1
  check_sizes || faults=1
  return $faults
}

cpp_files() { git ls-files 'src/*.cpp' 'src/*.h' 'bench/*.cpp' 'bench/*.h' 'fuzz/*.cpp' 'fuzz/*.h'; }

check_format() {
  command -v clang-format-14 >/dev/null || need check || return 1
  no_fault format < <(cpp_files | xargs clang-format-14 --dry-run -Werror 2>&1 | grep 'error:' | cut -d: -f1,2 | sort -u |
    sed 's/$/: not as .clang-format has it; .\/dev format mends it/')
}

# Work that is not finished, and paths of somebody's own machine.
check_words() {
  no_fault words < <(
    git grep -nIiE '\b(TODO|FIXME|XXX|not (yet )?implemented|stubbed|for now|in a real (system|implementation))\b' \
      -- src web/src flows tools ':!tools/dev/check.sh' ':!web/src/words' | sed 's/$/   <- unfinished: finish it, or say why it is right/'
    # "Todo" is a word of Spanish.
    git grep -nIE '\b(TODO|FIXME|XXX)\b' -- web/src/words
    git grep -nIE '(^|[^A-Za-z0-9_.~$}*-])/(home|root|work|Users|mnt)/' -- . ':!tools/dev/check.sh' |
      sed 's/$/   <- a path of one machine/')
}

check_sizes() {
  no_fault sizes < <(git ls-files -z | xargs -0 -r stat -c '%s %n' 2>/dev/null |
    awk '$1 > 1000000 { print $2 ": " $1 " bytes; no file in the repository is above 1,000,000" }')
}

# no_fault NAME: passes its input on, and fails if there was any.
no_fault() { if grep ''; then return 1; else echo "$1: no fault"; fi; }

format() { { command -v clang-format-14 >/dev/null || need check; } && cpp_files | xargs clang-format-14 -i; }
