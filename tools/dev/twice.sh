#!/usr/bin/env bash
# twice.sh COMMAND...: runs it twice, and fails unless both passed and printed the same bytes. Prints the first output.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
"$@" >"$folder/first"
"$@" >"$folder/second"
cat "$folder/first"
cmp "$folder/first" "$folder/second" && echo "twice: the same $(wc -c <"$folder/first") bytes both times"
