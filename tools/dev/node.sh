# Node for the page and the data tables: the same one on every machine, whatever the system has.
# Sourced by ./dev after bootstrap.sh; ./dev stands in the repository's root.

# npm_ci FOLDER INTO: the packages of FOLDER/package-lock.json, exactly, in INTO/node_modules. Nothing to do when
# INTO was made from that very lock. No package's install script runs.
npm_ci() {
  local from=$1 into=$2
  cmp -s "$from/package-lock.json" "$into/lock.installed" && return
  mkdir -p "$into"
  rm -f "$into/lock.installed"
  cp "$from/package.json" "$from/package-lock.json" "$into/"
  (cd "$into" && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error >/dev/null) ||
    { echo "node: npm ci of $from failed: is the npm registry within reach?" >&2; return 1; }
  cp "$into/package-lock.json" "$into/lock.installed"
}

# Puts the Node and npm of tools/node/package.json first in PATH; they lie in build/node.
use_node() {
  local home=$PWD/build/node
  if ! cmp -s tools/node/package-lock.json "$home/lock.installed"; then
    need_npm && npm_ci tools/node "$home" || return 1
  fi
  if [ ! -e "$home/bin/node" ]; then
    # Links of our own: an old npm leaves out those of packages for one kind of machine.
    mkdir -p "$home/bin"
    (cd "$home/bin" && ln -sf ../node_modules/node-linux-*/bin/node node &&
      ln -sf ../node_modules/npm/bin/npm-cli.js npm && ln -sf ../node_modules/npm/bin/npx-cli.js npx)
  fi
  [ -x "$home/bin/node" ] || { echo "node: no pinned Node for $(uname -m); see tools/node/package.json" >&2; return 1; }
  case $PATH in "$home"/*) ;; *) export PATH=$home/bin:$PATH ;; esac
}
