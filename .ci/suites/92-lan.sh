#!/usr/bin/env bash
# Two nodes of one network and one link find each other without being told where: the invite names an
# address that is gone, both come back with others, and then with IPv6 only. All configuration is the default.
set -uo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
PATH=$PATH:/usr/sbin
# shellcheck source=.ci/namespaces.sh
. "$root/.ci/namespaces.sh"
[ "${1:-}" = inside ] || enter_namespaces "knot-dnsutils iproute2 curl" kdig ip curl
# shellcheck source=.ci/checks.sh
. "$root/.ci/checks.sh"
# shellcheck source=.ci/nodes.sh
. "$root/.ci/nodes.sh"
# shellcheck source=.ci/members.sh
. "$root/.ci/members.sh"
run "$root/pando" --version
check "Pando is built" exits 0

join_link br0 a 10.9.0.1/24 fd00:9::1/64
join_link br0 b 10.9.0.2/24 fd00:9::2/64
# move NODE ADDRESS...: it has these addresses from now on.
move() {
  local node=$1 at
  shift
  ip -n "$node" -4 address flush dev eth0
  ip -n "$node" -6 address flush dev eth0 scope global
  for at in "$@"; do
    case $at in
      *:*) ip -n "$node" address add "$at" dev eth0 nodad ;;
      *) ip -n "$node" address add "$at" dev eth0 ;;
    esac
  done
}
# replicated NAME ADDRESS: registers the name on a and waits until b answers for it.
replicated() {
  run on a register "$1" A "$2"
  check "a registers $1" exits 0
  wait_for 60 answers b "$1.home.alt" "$2"
  run answers b "$1.home.alt" "$2"
  check "$3" exits 0
  echo "          $took ms after it was registered"
}

for node in a b; do start "$node"; done
for node in a b; do
  run true
  check "node $node is ready" ready "$node"
done
run on a network invite
check "a invites" exits 0
invite=$(cat "$work/out")
check "the invite says where a is over IPv4" err_has '/ip4/10\.9\.0\.1/tcp/4053/p2p/'
check "and over IPv6" err_has '/ip6/fd00:9::1/tcp/4053/p2p/'
check "but not that it is on its own computer" [ "$(grep -cE '127\.0\.0\.1|ip6/::1' "$work/err")" = 0 ]

move a 10.9.0.11/24 fd00:9::11/64
run on b network join "$invite"
check "b joins by an invite whose addresses are gone" exits 0
replicated blog 192.0.2.1 "b finds a all the same, and answers for the name"
run on b peers
check "at an address that nobody told it" out_has 'connected.*home\.alt.*(10\.9\.0\.(11|2)|fd00:9::(11|2)[^0-9])'

for node in a b; do end "$node" TERM; done
move a 10.9.0.21/24
move b 10.9.0.22/24
for node in a b; do start "$node"; done
for node in a b; do ready "$node"; done
replicated moved 192.0.2.2 "both come back with other addresses, and find each other again"

for node in a b; do end "$node" KILL; done
move a fd00:9::31/64
move b fd00:9::32/64
for node in a b; do start "$node"; done
for node in a b; do ready "$node"; done
replicated six 192.0.2.3 "and with IPv6 only"

for node in a b; do end "$node" TERM; done
finish
