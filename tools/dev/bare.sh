# Whether a newcomer's machine is enough: a bare Debian 12 in build/bare, in which nothing is typed but the commands that
# README.md names. Sourced by ./dev. Needs root, and Debian's mirror.

# bare [COMMAND...]: runs each command line in its own turn, by default the two of README.md.
bare() {
  local root=$PWD/build/bare command
  [ "$(id -u)" = 0 ] || { echo "bare: only root can make a Debian in a folder" >&2; return 1; }
  need bare && make_bare "$root" || return 1
  [ $# -gt 0 ] || set -- './dev test' './dev demo --check'
  for command in "$@"; do
    echo "bare: $command"
    in_bare "$root" "$command" </dev/null || { echo "bare: \`$command\` failed in $root" >&2; return 1; }
  done
  echo "bare: $# commands passed on a Debian with nothing else on it"
}

# The smallest Debian there is, with this machine's ways to the network and a clone of what is committed here.
make_bare() {
  local root=$1 mirror
  mirror=$(apt-get indextargets --format '$(REPO_URI)' | grep -m 1 '/debian/$') ||
    { echo "bare: no Debian mirror among this machine's sources" >&2; return 1; }
  echo "bare: making a Debian 12 in $root"
  rm -rf --one-file-system "$root"
  mkdir -p "$root"
  debootstrap --variant=minbase bookworm "$root" "$mirror" >build/bare.log 2>&1 ||
    { tail -n 15 build/bare.log >&2; return 1; }
  cp /etc/resolv.conf "$root/etc/"
  mkdir -p "$root/usr/local/share/ca-certificates"
  cp -r /usr/local/share/ca-certificates/. "$root/usr/local/share/ca-certificates/"
  grep -hrs '^Acquire::' /etc/apt/apt.conf.d | grep -v IndexTargets >"$root/etc/apt/apt.conf.d/this-machine" || true
  git clone -q --no-hardlinks . "$root/root/courtesy"
}

# What is mounted and started in there ends with it.
in_bare() {
  local passed=(HOME=/root "TERM=${TERM:-dumb}" LANG=C.UTF-8 PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin)
  local name
  for name in http_proxy https_proxy no_proxy HTTP_PROXY HTTPS_PROXY NO_PROXY NODE_EXTRA_CA_CERTS; do
    [ -z "${!name:-}" ] || passed+=("$name=${!name}")
  done
  env -i "${passed[@]}" unshare --mount --pid --fork bash -c '
    mount -t proc proc "$0/proc" && exec chroot "$0" bash -c "cd /root/courtesy && $1"' "$1" "$2"
}
