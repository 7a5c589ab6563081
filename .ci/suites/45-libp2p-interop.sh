#!/usr/bin/env bash
# Talks libp2p with js-libp2p, in both dialing directions: JUnit's suite org.pando.gossip.interop, with
# the modules of its peer installed in a copy.
set -uo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
# shellcheck source=.ci/namespaces.sh
. "$root/.ci/namespaces.sh"
need_tools "nodejs npm" node npm
# shellcheck source=.ci/checks.sh
. "$root/.ci/checks.sh"
cp -r "$root/gossip/src/test/js-peer" "$work/js-peer"
rm -rf "$work/js-peer/node_modules"
run npm ci --prefix "$work/js-peer" --no-audit --no-fund
check "npm ci installs js-libp2p" exits 0

# js-libp2p needs Node 20; Debian 12 has 18, from which npm fetches a newer one.
version=$(node --version)
if [ "$(printf '%s\n' v20 "$version" | sort -V | head -1)" != v20 ]; then
  package=node-linux-$(uname -m | sed 's/x86_64/x64/; s/aarch64/arm64/')
  run npm install --prefix "$work/node" --no-audit --no-fund "$package@22"
  check "node is $version, js-libp2p needs 20 or later: npm installs 22" exits 0
  PATH=$work/node/node_modules/$package/bin:$PATH
fi
run env PANDO_REQUIRE_INTEROP=1 PANDO_JS_PEER="$work/js-peer" "$root/mvnw" -o -B -f "$root/pom.xml" -pl gossip test \
  -Dtest='org.pando.gossip.interop.**'
grep -E 'Tests run:.*org\.pando' "$work/out" | sed -E 's/^\[[A-Z]+\] */          /'
check "every test against js-libp2p $(node --version) passes" exits 0
check "and none is skipped" out_has '^\[(INFO|WARNING)\] Tests run: [1-9][0-9]*, Failures: 0, Errors: 0, Skipped: 0$'
finish
