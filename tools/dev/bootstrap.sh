# What the machine must have: Debian's packages, from tools/dev/packages.txt. Sourced by ./dev.

# need GROUP: installs that group's packages unless all are there. Nothing is asked, not even dpkg, when neither the
# list nor the machine's packages changed since it was last found whole.
need() {
  local group=$1 stamp=build/bootstrap.$1 missing old
  [ "$stamp" -nt tools/dev/packages.txt ] && [ "$stamp" -nt /var/lib/dpkg/status ] && return
  command -v dpkg-query >/dev/null ||
    { echo "bootstrap: no Debian here; what tools/dev/packages.txt names is taken to be installed" >&2; return; }
  mkdir -p build
  missing=$(packages_missing "$group")
  old=$(packages_old "$group")
  if [ -n "$missing$old" ]; then
    install_packages $missing $old || return 1
    missing=$(packages_missing "$group")
    [ -z "$missing" ] || { echo "bootstrap: still not installed: $missing" >&2; return 1; }
    old=$(packages_old "$group")
    [ -z "$old" ] || echo "bootstrap: $old is older than tools/dev/packages.txt wants, and this machine's sources have" \
      "no newer one; add the security suite of Debian to /etc/apt. Zones may be wrong until then." >&2
  fi
  touch "$stamp"
}

# The names in GROUP that are not installed, on one line.
packages_missing() {
  local wanted
  wanted=$(awk -v group="$1" '$1 == group { print $2 }' tools/dev/packages.txt)
  { dpkg-query -W -f='${db:Status-Abbrev} ${Package}\n' $wanted 2>/dev/null | awk '/^.i/ { print $2 }'
    echo "$wanted"; } | sort | uniq -u | xargs
}

# Those of GROUP that are installed in a version below the one wanted.
packages_old() {
  local package version here
  while read -r package version; do
    here=$(dpkg-query -W -f='${Version}' "$package" 2>/dev/null) || continue
    [ -z "$here" ] || dpkg --compare-versions "$here" ge "$version" || echo "$package"
  done < <(awk -v group="$1" '$1 == group && NF > 2 { print $2, $3 }' tools/dev/packages.txt) | xargs
}

# as_root COMMAND...: a person may be asked for a password, a machine is not.
as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"
  elif ! command -v sudo >/dev/null; then echo "bootstrap: neither root nor sudo here" >&2; return 1
  elif [ -t 0 ]; then sudo "$@"
  else sudo -n "$@"
  fi
}

install_packages() {
  local log=$PWD/build/bootstrap.log
  echo "bootstrap: installing $# Debian packages: $*"
  : >"$log"
  # The lists are fetched anew only when those at hand do not do, for most have just been fetched.
  [[ " $* " != *" tzdata "* ]] && apt_install "$@" >>"$log" 2>&1 && return
  { as_root apt-get update -q && security_suite && apt_install "$@"; } 3>&1 >>"$log" 2>&1 && return
  tail -n 15 "$log" >&2
  echo "bootstrap: could not install them (the whole log: build/bootstrap.log). By hand, as root:" >&2
  echo "  apt-get update && apt-get install --no-install-recommends $*" >&2
  return 1
}

apt_install() {
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends \
    -o DPkg::Lock::Timeout=300 -o Dpkg::Use-Pty=0 "$@"
}

# Adds Debian's security suite where the machine has none, from the mirror that it has: the newest tzdata lies there.
# Says so on 3, for what apt says goes into the log.
security_suite() {
  local list=/etc/apt/sources.list.d/courtesy-security.list suite mirror
  suite=$(. /etc/os-release && echo "${VERSION_CODENAME:-}-security")
  ! apt-get indextargets --format '$(RELEASE)' | grep -qx -e "$suite" -e stable-security || return 0
  mirror=$(apt-get indextargets --format '$(REPO_URI)' | grep -m 1 '/debian/$') || return 0
  echo "bootstrap: no $suite among the sources; adding it in $list" >&3
  echo "deb ${mirror%/}-security/ $suite main" | as_root tee "$list" >/dev/null
  as_root apt-get update -q || { as_root rm -f "$list"; as_root apt-get update -q; }
}

# All that building and testing need, and nothing that the network is asked for when it is there.
bootstrap() { need build && need_npm && use_node; }

# An npm of any kind will do: Debian's, or the one that a newer Node brings.
need_npm() { command -v npm >/dev/null || need node; }
