# shellcheck shell=bash
# Sourced by suites that need a js-libp2p node.

# install_js_peer FOLDER: copies src/test/js-peer there and installs its modules; puts a Node that is
# new enough on PATH. js-libp2p needs Node 20; Debian 12 has 18, from which npm fetches a newer one.
install_js_peer() {
  cp -r "$root/gossip/src/test/js-peer/." "$1" || return 1
  rm -rf "$1/node_modules"
  npm ci --prefix "$1" --no-audit --no-fund || return 1
  [ "$(printf '%s\n' v20 "$(node --version)" | sort -V | head -1)" = v20 ] && return
  local package
  package=node-linux-$(uname -m | sed 's/x86_64/x64/; s/aarch64/arm64/')
  npm install --prefix "$1/newer" --no-audit --no-fund "$package@22" || return 1
  PATH=$1/newer/node_modules/$package/bin:$PATH
}
