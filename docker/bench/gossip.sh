#!/usr/bin/env bash
# What gossip costs a peer: CPU microseconds (user + system) and bytes written per handshake, per
# message forwarded, and per message sent to each of 50 peers, and how many of each there are in a
# second. A node of ours and one of js-libp2p are put under the same load, which nodes of ours make, in
# turn in every round, so that what else the machine does hits both alike. Before that, what one stream
# and one connection between two nodes of ours cost, 30 s:
#   docker/bench/gossip.sh [ROUNDS]      default: 5 rounds
# Needs a build (./mvnw -DskipTests package), and Node 20 or later with npm, which fetches js-libp2p
# once. Everything runs on 127.0.0.1.
set -uo pipefail
cd "$(dirname "$0")/../.." || exit 2
# shellcheck source=.mvn/find-java.sh
. .mvn/find-java.sh
find_java jre || { explain_java jre "${0##*/}"; exit 2; }
lib=resolver/target/pando/program
classes=gossip/target/test-classes
for built in $lib $classes/org/pando/gossip/interop; do
  [ -d "$built" ] || { echo "not built: ./mvnw -DskipTests package" >&2; exit 2; }
done
peer=gossip/src/test/js-peer
if [ ! -d $peer/node_modules ]; then
  npm ci --prefix $peer --no-audit --no-fund >&2 || exit 2
fi
options=resolver/src/main/launcher/jvm.options
"$java_home/bin/java" @$options -cp "$classes:$lib/*" org.pando.gossip.bench.StreamBench 10 || exit
PANDO_JS_PEER=$peer exec "$java_home/bin/java" @$options -cp "$classes:$lib/*" \
  org.pando.gossip.interop.GossipBench @$options "${1:-5}"
