#!/usr/bin/env bash
# Five nodes of one network, each in a network namespace of its own: what is registered on one resolves
# on the last in two seconds; any of them may be killed while others change names; a cable is cut between
# two of them and three, for longer than connections live, and both sides update and revoke; in the end
# all hold the same fingerprint, and so does one that was away for all of it.
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

# Two switches with a cable between them: a and b on the left one, the others on the right one.
join_link left a 10.9.0.1/24
join_link left b 10.9.0.2/24
join_link right c 10.9.0.3/24
join_link right d 10.9.0.4/24
join_link right e 10.9.0.5/24
join_link right f 10.9.0.6/24
ip link add cable type veth peer name elbac
ip link set cable master left up
ip link set elbac master right up
cut_cable() { ip link set cable down; }
mend_cable() { ip link set cable up; }

fingerprint() { ask "$1" /v1/networks/home.alt | grep -oE '"fingerprint":"[0-9a-f]{32}"'; }
same_fingerprint() { # NODE...
  local first node
  first=$(fingerprint "$1") || return 1
  for node in "$@"; do
    [ "$(fingerprint "$node")" = "$first" ] || return 1
  done
}
members() { ask "$1" /v1/networks/home.alt | grep -oE '"peers":[0-9]+' | cut -d: -f2; }
has_members() { [ "$(members "$1")" = "$2" ]; }

for node in a b c d e f; do start "$node" alone; done
for node in a b c d e f; do
  run true
  check "node $node is ready" ready "$node"
done
run on a network invite
check "a invites" exits 0
invite=$(cat "$work/out")
for node in b c d e f; do
  run on "$node" network join "$invite"
  check "$node joins" exits 0
done
end f TERM # it comes back when all is over
for node in a b c d e; do
  run until_true 30 has_members "$node" 4
  check "$node is connected to the four others" exits 0
done

begin=$(milliseconds)
run on a register blog A 192.0.2.1
ended=$(milliseconds)
check "a name is registered on a" exits 0
run until_true 20 answers e blog.home.alt 192.0.2.1
now=$(milliseconds)
check "and resolves on e" exits 0
echo "          $((now - begin)) ms after the command began, $((now - ended)) ms after it ended"
check "in less than two seconds, the start of a Java for the command left out" [ $((now - ended)) -lt 2000 ]

# Names of owners on both sides: of a, of a key that d gets, and of the keys of b and e.
run on a register left A 192.0.2.1
run on a key new carol
run on a register right A 192.0.2.1 --key carol
run on a register gone A 192.0.2.1 --key carol
run on a register old A 192.0.2.1
run on a key export carol
cp "$work/out" "$work/carol.key"
run on d key import "$work/carol.key"
check "d gets the key of a name that a has registered" exits 0
declare -A own
for node in b e; do
  run on "$node" register --key-name A 192.0.2.1
  own[$node]=$(grep -oE '[a-z0-9]{52}\.key\.home\.alt' "$work/out" | head -1)
  check "$node registers the name of its key" [ -n "${own[$node]}" ]
done

change() { # NODE NAME ADDRESS: these are its records from now on
  echo "@ 60 A $3" >"$work/zone"
  run on "$1" update "$2" --file "$work/zone"
  check "$1 changes ${2%%.*} to $3" exits 0
}
names=(blog.home.alt left.home.alt right.home.alt gone.home.alt old.home.alt "${own[b]}" "${own[e]}")
same_answers() { # NODE...: for every name
  local name node first
  for name in "${names[@]}"; do
    first=$(ip netns exec "$1" kdig +short +timeout=1 +retry=0 @127.0.0.1 "$name" A)
    for node in "$@"; do answers "$node" "$name" "$first" || return 1; done
  done
}

# Each is killed once, while another changes a name, and again before it is back.
declare -A owner=([a]=b [b]=e [c]=b [d]=e [e]=b)
number=1
for node in a b c d e; do
  other=${owner[$node]}
  end "$node" KILL
  change "$other" "${own[$other]}" 192.0.2.$((++number))
  start "$node" alone
  change "$other" "${own[$other]}" 192.0.2.$((++number))
  check "$node is killed, and ready again" ready "$node"
  run everywhere "${own[$other]}" 192.0.2.$number "$node"
  check "and has what it missed" exits 0
done
run wait_for 30 same_fingerprint a b c d e
check "all five hold the same" exits 0
for node in a b c d e; do
  run until_true 60 has_members "$node" 4
  check "$node is connected to the four others again" exits 0
done

cut_cable
begin=$(milliseconds)
change a blog 192.0.2.21
change d right 192.0.2.22
run on a revoke left --yes
check "the cable is cut; a revokes a name" exits 0
run on d revoke gone --yes
check "and d one" exits 0
change b "${own[b]}" 192.0.2.23
change e "${own[e]}" 192.0.2.24
parted() { has_members a 1 && has_members b 1 && has_members c 2 && has_members d 2 && has_members e 2; }
run until_true 90 parted
check "each side notices that the other is gone" exits 0
echo "          $(($(milliseconds) - begin)) ms after the cut"
change a right 192.0.2.25
run on a revoke old --yes
check "a revokes another one" exits 0
change e "${own[e]}" 192.0.2.26
run everywhere "${own[e]}" 192.0.2.26 c d
check "the right side goes on among itself" exits 0
run everywhere old.home.alt '' b
check "and the left one" exits 0
run answers a right.home.alt 192.0.2.25
check "they say different things of a name that both have changed" exits 0
run answers c right.home.alt 192.0.2.22
check "each what its owner said there" exits 0
run same_fingerprint a c
check "so their fingerprints differ" exits 1

mend_cable
wait_for 90 same_fingerprint a b c d e
run same_fingerprint a b c d e
check "healed: all five hold the same again" exits 0
echo "          $took ms after the cable was mended"
check "soon" [ "$took" -lt 30000 ]
run same_answers a b c d e
check "and answer the same for every name" exits 0
run everywhere blog.home.alt 192.0.2.21 c d e
check "the change of the left side" exits 0
run everywhere "${own[e]}" 192.0.2.26 a b
check "that of the right side" exits 0
for name in left gone old; do
  run everywhere "$name.home.alt" '' a b c d e
  check "and the revocation of $name" exits 0
done

for node in a b c d e; do until_true 60 has_members "$node" 4; done
cut_cable
change a blog 192.0.2.31
change e "${own[e]}" 192.0.2.32
sleep 6
mend_cable
wait_for 60 same_fingerprint a b c d e
run same_fingerprint a b c d e
check "after a short cut, which no connection notices, they hold the same" exits 0
echo "          $took ms after the cable was mended"

start f alone
check "f is ready, which was away all the time" ready f
wait_for 30 same_fingerprint a b c d e f
run same_fingerprint a b c d e f
check "and holds the same as all others" exits 0
run same_answers a f
check "and answers the same" exits 0

for node in a b c d e f; do end "$node" TERM; done
strange() { cat "$work"/*/err | grep -vE ' INFO |all general upstreams|^$' || true; }
check "no node complained" [ -z "$(strange)" ]
strange | sed 's/^/          /'
finish
