#!/usr/bin/env bash
# Nodes of one link find each other by multicast DNS, and js-libp2p's node too: three network
# namespaces on a bridge of their own, which no packet leaves. One node comes back on another port; an
# interface that looks like one to containers is not used; a node that has no link says so and goes on.
set -uo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
PATH=$PATH:/usr/sbin
# shellcheck source=.ci/namespaces.sh
. "$root/.ci/namespaces.sh"
if [ "${1:-}" != inside ]; then
  # shellcheck source=.ci/js-peer.sh
  . "$root/.ci/js-peer.sh"
  need_tools "iproute2 nodejs npm" ip node npm
  export PANDO_JS_PEER
  PANDO_JS_PEER=$(mktemp -d)
  trap 'rm -rf "$PANDO_JS_PEER"' EXIT
  install_js_peer "$PANDO_JS_PEER" >"$PANDO_JS_PEER/log" 2>&1 || {
    cat "$PANDO_JS_PEER/log"
    exit 1
  }
  enter_namespaces "iproute2" ip
fi
# shellcheck source=.ci/checks.sh
. "$root/.ci/checks.sh"
trap 'chmod -R u+w "$work"; rm -rf "$work" "$PANDO_JS_PEER"' EXIT
# shellcheck source=.ci/nodes.sh
. "$root/.ci/nodes.sh"

join_link br0 a 10.9.0.1/24 fd00:9::1/64
join_link br0 b 10.9.0.2/24 fd00:9::2/64
join_link br0 c 10.9.0.3/24 fd00:9::3/64
ip -n c route add default dev eth0 # multicast-dns of npm sends where this leads
ip -n a link add docker0 type veth peer name inner
ip -n a address add 172.17.0.1/16 dev docker0
ip -n a link set docker0 up
ip -n a link set inner up

start_node a 1 mdns /ip4/0.0.0.0/tcp/4053
start_node b 2 mdns /ip4/0.0.0.0/tcp/4053
run until_true 30 said a "connected ${peer_id[b]}"
check "a node finds another of its link, and they connect" exits 0
run until_true 30 said b "connected ${peer_id[a]}"
check "as the other says too" exits 0
run ip -n a maddress show dev eth0
check "it hears 224.0.0.251 on the link" out_has '224\.0\.0\.251'
check "and ff02::fb" out_has 'ff02::fb'
run ip -n a maddress show dev docker0
check "but neither where only containers are" [ "$(grep -cE '224\.0\.0\.251|ff02::fb$' "$work/out")" = 0 ]

run stop_node b
check "a node ends in order" exits 0
run until_true 30 said a "disconnected ${peer_id[b]}"
check "and is gone for the other" exits 0
forget a
start_node b 2 mdns /ip4/0.0.0.0/tcp/4999
run until_true 30 said a "connected ${peer_id[b]}"
check "it is found again when it comes back on another port" exits 0

ip netns exec c node "$PANDO_JS_PEER/peer.mjs" --mdns --listen /ip4/0.0.0.0/tcp/41001 \
  >"$work/js.out" 2>"$work/js.err" </dev/null &
js=$!
run until_true 30 grep -q '"event":"listening"' "$work/js.out"
check "js-libp2p starts" exits 0
js_id=$(sed -n 's/.*"event":"listening","peer":"\([^"]*\)".*/\1/p' "$work/js.out")
for name in a b; do
  run until_true 30 grep -q "\"event\":\"discovered\",\"peer\":\"${peer_id[$name]}\"" "$work/js.out"
  check "it finds node $name" exits 0
  run until_true 30 said "$name" "connected $js_id"
  check "and they connect" exits 0
done
kill -TERM $js
wait $js
check "it stops" [ $? = 0 ]

ip -n c link set eth0 down
start_node c 3 mdns /ip4/0.0.0.0/tcp/4053
run until_true 30 grep -q 'no network interface is suitable' "$work/c.err"
check "a node without a link says what that means" exits 0
ip -n c link set eth0 up
run until_true 30 said c "connected ${peer_id[a]}"
check "and finds the others when there is one" exits 0
finish
