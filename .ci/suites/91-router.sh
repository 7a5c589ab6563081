#!/usr/bin/env bash
# A node opens a port of its router, miniupnpd's, by PCP and by UPnP: a node outside connects through
# it, and the port is closed when the node ends. Home, router and outside are network namespaces whose
# links no packet leaves; the router's outside address only has to look public.
set -uo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
PATH=$PATH:/usr/sbin
# shellcheck source=.ci/namespaces.sh
. "$root/.ci/namespaces.sh"
[ "${1:-}" = inside ] || enter_namespaces "iproute2 miniupnpd-nftables nftables" ip miniupnpd nft
# shellcheck source=.ci/checks.sh
. "$root/.ci/checks.sh"
# shellcheck source=.ci/nodes.sh
. "$root/.ci/nodes.sh"

join_link inner router 192.168.7.1/24
join_link inner home 192.168.7.2/24
ip -n home route add default via 192.168.7.1
join_link outer outside 11.0.0.2/24
ip link add to-router2 type veth peer name wan0 netns router
ip link set to-router2 master outer up
ip -n router link set wan0 up
ip -n router address add 11.0.0.1/24 dev wan0
ip netns exec router sh -c 'echo 1 >/proc/sys/net/ipv4/ip_forward'
cat >"$work/rules" <<'RULES'
table inet filter {
  chain miniupnpd { }
  chain prerouting_miniupnpd { }
  chain postrouting_miniupnpd { }
  chain forward {
    type filter hook forward priority 0; policy accept;
    iifname "wan0" ct state new jump miniupnpd
    iifname "wan0" ct state new drop
  }
  chain prerouting {
    type nat hook prerouting priority -100; policy accept;
    jump prerouting_miniupnpd
  }
  chain postrouting {
    type nat hook postrouting priority 100; policy accept;
    jump postrouting_miniupnpd
    oifname "wan0" masquerade
  }
}
RULES
run ip netns exec router nft -f "$work/rules"
check "the router's rules are loaded" exits 0
opened() { ip netns exec router nft list table inet filter | grep -q 'dnat.* 192\.168\.7\.2:4053'; }
closed() { ! opened; }

# router NATPMP UPNP: starts it, with these protocols.
router() {
  cat >"$work/router.conf" <<CONF
ext_ifname=wan0
listening_ip=eth0
port=5000
enable_natpmp=$1
enable_upnp=$2
secure_mode=yes
upnp_nat_postrouting_chain=postrouting_miniupnpd
upnp_nat_chain=prerouting_miniupnpd
upnp_forward_chain=miniupnpd
upnp_table_name=filter
upnp_nat_table_name=filter
uuid=0e4d1f5c-6f2a-4f0e-9d5c-3b0b8f0a1c2d
allow 1024-65535 192.168.7.0/24 1024-65535
CONF
  ip netns exec router miniupnpd -d -f "$work/router.conf" -P "$work/router.pid" \
    >"$work/router.out" 2>&1 </dev/null &
  router=$!
  run until_true 20 test -s "$work/router.pid"
}

# tried PROTOCOL: the node at home uses it, from the first request to the last.
tried() {
  start_node home 1 mapping /ip4/0.0.0.0/tcp/4053
  run until_true 60 grep -q "the router opened port 4053 by $1\$" "$work/home.err"
  check "$1 opens the port" exits 0
  [ "$status" = 0 ] || { cat "$work/router.out" "$work/home.err"; finish; exit 1; }
  run until_true 10 said home ".* /ip4/11\.0\.0\.1/tcp/4053/p2p/.*"
  check "and the node announces it" exits 0
  run opened
  check "the router has a rule" exits 0
  start_node outside 2 - "/ip4/11.0.0.1/tcp/4053/p2p/${peer_id[home]}"
  run until_true 30 said outside "connected ${peer_id[home]}"
  check "a node outside connects through it" exits 0
  stop_node outside
  run stop_node home
  check "the node ends in order" exits 0
  run until_true 10 closed
  check "and has closed the port" exits 0
  kill "$router"
  wait "$router" 2>/dev/null
  rm -f "$work/router.pid"
}

router yes yes
tried PCP
router no yes
tried UPnP
finish
