#!/usr/bin/env bash
# A registry of many names: the figures of the store, then those of a node that starts with it.
# Usage: docker/bench/large-registry.sh [NAMES], a million unless told; after ./mvnw verify. The
# registry is made once, in registry/target/large-NAMES, in some minutes for a million.
set -euo pipefail
cd "$(dirname "$0")/../.."
# shellcheck source=.mvn/find-java.sh
. .mvn/find-java.sh
find_java jdk

names=${1:-1000000}
data=registry/target/large-$names
asked=$(printf 'host%07d.home.alt' $((names * 7 / 9 / 100 * 100 + 50)))
out=$(mktemp)
node=
stop_node() {
  rm -f "$out"
  [ -z "$node" ] || kill "$node" 2>/dev/null || true
}
trap stop_node EXIT

figures() {
  "$java_home/bin/java" @resolver/src/main/launcher/jvm.options \
    -cp "registry/target/test-classes:resolver/target/pando/program/*" \
    "org.pando.registry.figures.$1" "${@:2}"
}
milliseconds() { echo $(($(date +%s%N) / 1000000)); }
memory() { awk '/^VmRSS/ { printf "%.0f MB", $2 / 1000 }' "/proc/$node/status"; }
whole() { PANDO_SOCKET=$data/control.sock ./pando status | grep -q "^network .* $names names"; }

[ -d "$data" ] || figures LargeRegistry "$data" "$names"
figures RegistryFigures "$data"
du -sm "$data" | awk '{ printf "on disk           %d MB\n", $1 }'

begin=$(milliseconds)
PANDO_BUILD=off PANDO_CONFIG=/dev/null PANDO_DNS_LISTEN=127.0.0.1:5392 \
  ./pando run --data-dir "$data" >"$out" 2>&1 &
node=$!
until dig -p 5392 @127.0.0.1 +short +tries=1 +time=1 "$asked" A 2>/dev/null | grep -q '^[0-9]'; do
  kill -0 $node || { cat "$out" >&2; exit 1; }
  sleep 0.01
done
echo "first answer      $(($(milliseconds) - begin)) ms after the start, $asked"
until whole; do sleep 0.1; done
echo "all loaded        $(($(milliseconds) - begin)) ms after the start"
echo "resident memory   $(memory)"
"$java_home/bin/jcmd" $node GC.run >/dev/null
echo "                  $(memory) after a full collection"
begin=$(milliseconds)
lines=$(PANDO_SOCKET=$data/control.sock ./pando list | wc -l)
echo "pando list        $lines lines in $(($(milliseconds) - begin)) ms"
