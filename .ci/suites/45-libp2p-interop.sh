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
# shellcheck source=.ci/js-peer.sh
. "$root/.ci/js-peer.sh"
mkdir "$work/js-peer"
run install_js_peer "$work/js-peer"
check "npm installs js-libp2p" exits 0
run env PANDO_REQUIRE_INTEROP=1 PANDO_JS_PEER="$work/js-peer" "$root/mvnw" -o -B -f "$root/pom.xml" -pl gossip test \
  -Dtest='org.pando.gossip.interop.**'
grep -E 'Tests run:.*org\.pando' "$work/out" | sed -E 's/^\[[A-Z]+\] */          /'
check "every test against js-libp2p $(node --version) passes" exits 0
check "and none is skipped" out_has '^\[(INFO|WARNING)\] Tests run: [1-9][0-9]*, Failures: 0, Errors: 0, Skipped: 0$'
finish
