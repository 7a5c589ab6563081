#!/usr/bin/env bash
# Five nodes of one network: what is registered on one resolves on all, within seconds while connected
# and once they are back, whatever they missed; strangers stay outside a closed network.
set -uo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
PATH=$PATH:/usr/sbin
# shellcheck source=.ci/namespaces.sh
. "$root/.ci/namespaces.sh"
[ "${1:-}" = inside ] || enter_namespaces "knot-dnsutils iproute2" kdig ip
# shellcheck source=.ci/checks.sh
. "$root/.ci/checks.sh"
# shellcheck source=.ci/nodes.sh
. "$root/.ci/nodes.sh"
# shellcheck source=.ci/members.sh
. "$root/.ci/members.sh"
run "$root/pando" --version
check "Pando is built" exits 0

for node in 1 2 3 4 5; do join_link br0 "$node" "10.9.0.$node/24"; done
listens() { [ -n "$(ip netns exec "$1" ss -Htln "sport = :4053")" ]; }
names() { on "$1" list --json | tr ',' '\n' | grep -o '"name":"[^"]*"' | sort; }
same_names() {
  local node first
  first=$(names 1)
  for node in 2 3 4 5; do
    [ "$(names "$node")" = "$first" ] || return 1
  done
}

for node in 1 2 3 4 5; do start "$node" alone; done
for node in 1 2 3 4 5; do
  run true
  check "node $node is ready" ready "$node"
done
listening=$(listens 1 && echo yes)
check "a node that has invited nobody does not listen for others" [ -z "$listening" ]

run on 1 register early A 192.0.2.1
check "a name is registered before anybody else is there" exits 0
run on 1 network invite
check "it invites others" exits 0
invite=$(cat "$work/out")
check "and listens from then on" listens 1
for node in 2 3 4; do
  run on "$node" network join "$invite"
  check "node $node joins" exits 0
  check "its own unused network gives way" err_has 'has given way'
done
check "who joins late gets what was registered before" everywhere early.home.alt 192.0.2.1 2 3 4

begin=$(milliseconds)
run on 1 register blog A 192.0.2.2
for node in 2 3 4; do until_true 10 answers "$node" blog.home.alt 192.0.2.2; done
took=$(($(milliseconds) - begin))
echo "          a new name resolved everywhere $took ms after the command began"
check "a new name resolves on all within seconds" [ "$took" -lt 5000 ]

run on 3 register --key-name A 192.0.2.3
check "a member registers the name of its key" exits 0
key=$(grep -oE '[a-z0-9]{52}\.key\.home\.alt' "$work/out" | head -1)
check "which resolves on all" everywhere "$key" 192.0.2.3 1 2 4

end 2 KILL
end 4 TERM
run on 1 update blog --remove 'A 192.0.2.2' --add 'A 192.0.2.4'
check "a name changes while two nodes are away" exits 0
run on 1 register missed A 192.0.2.5
run on 1 revoke early --yes
check "another one is revoked" exits 0
start 2 alone
start 4 alone
ready 2 && ready 4
check "both catch up: the change" everywhere blog.home.alt 192.0.2.4 2 3 4
check "the new name" everywhere missed.home.alt 192.0.2.5 2 3 4
gone() { until_true 30 answers "$1" early.home.alt ''; }
check "and the revocation" gone 4

run on 5 network join "$invite"
check "a fifth node joins at last" exits 0
check "and gets the whole history" everywhere missed.home.alt 192.0.2.5 5
check "all five hold the same names" until_true 30 same_names
run on 5 peers
check "its peers are shown" out_has '12D3KooW.*connected.*home\.alt'

# Node 1 decides who gets which name; members ask it.
run on 3 network show home.alt
check "a member is told who decides" out_has 'home \(12D3KooW[A-Za-z0-9]+\) decides who gets which name, connected'
witness=$(grep -oE 'home \(12D3KooW[A-Za-z0-9]+\)' "$work/out" | head -1 | tr '()' '..')
run on 3 register members A 192.0.2.7
check "a member registers a name" exits 0
check "and is told which node it waits for" err_has "^waiting for $witness, which decides names of home\.alt$"
check "it resolves on all" everywhere members.home.alt 192.0.2.7 1 2 3 4 5
run on 4 register members A 192.0.2.8
check "nobody else gets it" exits 4
check "and is told so" err_has 'members\.home\.alt belongs to another key'
run on 3 update members --remove 'A 192.0.2.7' --add 'A 192.0.2.8'
check "the member changes its records" exits 0
run on 3 renew members
check "it is not renewed before it is time" exits 4
check "as the witness's rules say" err_has 'it can be renewed from'
run on 4 key new four
four=$(on 4 key list | grep -E '^four ' | grep -oE '[a-z0-9]{52}')
run on 3 transfer offer members --to "$four" --out "$work/members.offer"
check "it is offered to a key of node 4" exits 0
run on 4 transfer accept members --offer "$work/members.offer"
check "which takes it over" exits 0
run on 4 update members --add 'TXT "four"'
check "and changes its records" exits 0
run on 3 register mine A 192.0.2.9
check "a member registers another one" exits 0
run on 3 release mine --yes
check "and gives it up" exits 0
run on 5 register mine A 192.0.2.10
check "so that somebody else can have it at once" exits 0
check "everywhere" everywhere mine.home.alt 192.0.2.10 1 2 3 4

end 1 KILL
begin=$(date +%s)
run on 3 register later A 192.0.2.11
check "without the witness nothing is registered" exits 3
check "which is said within 12 seconds" [ $(($(date +%s) - begin)) -le 12 ]
check "with what to do" err_has "cannot claim later\.home\.alt: $witness, which decides names of home\.alt, cannot be asked: .*start that node or connect to it, then repeat the command"
run on 4 update members --add 'A 192.0.2.12'
check "records still change" exits 0
run on 3 update "$key" --add 'A 192.0.2.12'
check "those of key names too" exits 0
start 1 alone
check "the witness is back" ready 1
reaches() { on "$1" network show home.alt | grep -q 'which name, connected'; }
check "its members find it" until_true 40 reaches 3
run on 3 register later A 192.0.2.11
check "the command works when it is repeated" exits 0
check "the name resolves on all" everywhere later.home.alt 192.0.2.11 1 2 4 5

run on 1 network create club --closed
check "a closed network is founded" exits 0
run on 1 register door.club.alt A 192.0.2.6
run on 1 network invite club.alt
club=$(cat "$work/out")
check "its invite is called a secret" err_has 'the invite is a secret'
run on 2 network join "$club"
check "node 2 joins it" exits 0
check "and resolves its names" everywhere door.club.alt 192.0.2.6 2
run on 3 resolve door.club.alt
check "which node 3 does not know" out_has NXDOMAIN

run on 2 network leave club.alt --yes
check "node 2 leaves it" exits 0
run on 2 resolve door.club.alt
check "and forgets its names" out_has NXDOMAIN
run on 2 network join "${invite}X"
check "a mistyped invite is refused" exits 2
check "with a remedy" err_has 'copy it again'
run on 2 network leave nowhere.alt --yes
check "leaving a network it is not in is refused" exits 2

for node in 1 2 3 4 5; do end "$node" TERM; done
strange() { cat "$work"/*/err | grep -vE ' INFO |all general upstreams|^$' || true; }
check "no node complained" [ -z "$(strange)" ]
strange | sed 's/^/          /'
finish
