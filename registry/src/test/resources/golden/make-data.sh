#!/usr/bin/env bash
# Makes a golden data directory with the Pando of this clone: make-data.sh DIRECTORY, a new one.
# A node works with it on port 5391 meanwhile. Its keys are public, the passphrase of the one that
# has one is `golden`.
set -euo pipefail
pando=$(cd "$(dirname "$0")/../../../../.." && pwd)/pando
data=$(realpath -m "$1")
[ ! -e "$data" ] || { echo "$data exists; give a new directory" >&2; exit 2; }
mkdir -m 700 "$data"
export PANDO_SOCKET=$data/control.sock PANDO_CONFIG=/dev/null PANDO_DNS_LISTEN=127.0.0.1:5391
export PANDO_GOSSIP_LISTEN=/ip4/127.0.0.1/tcp/0 PANDO_GOSSIP_MDNS=off PANDO_GOSSIP_PORT_MAPPING=off

log=$(mktemp)
"$pando" run --data-dir "$data" >"$log" 2>&1 &
node=$!
trap 'kill $node 2>/dev/null; rm -f "$log"' EXIT
until grep -q '^ready' "$log"; do
  kill -0 $node || { cat "$log" >&2; exit 1; }
  sleep 0.1
done

make() { "$pando" "$@"; }
make register blog 'A 192.0.2.10' 'AAAA 2001:db8::10' 'www CNAME @'
make update blog --add 'TXT "twice"'
make register empty-tree 'a.b TXT "deep"'
make register xn--mnchen-3ya 'MX 10 mail.example.org.' 'TYPE1234 \# 3 010203'
make register released A 192.0.2.4
make release released --yes
make key new alice
make register shop A 192.0.2.3 --key alice
make register revoked A 192.0.2.5 --key alice
make revoke revoked --yes
make register recovered A 192.0.2.6
make revoke recovered --yes
make recover recovered
make register given A 192.0.2.7
make transfer offer given --to alice
make transfer accept given
make register offered A 192.0.2.8
make transfer offer offered --to alice
make key new locked --passphrase-file <(echo golden)
make register closed A 192.0.2.9 --key locked --passphrase-file <(echo golden)
make register --key-name A 192.0.2.11
make network create team --suffix team.alt --closed
make register hello.team.alt A 192.0.2.12
make network invite home.alt

kill $node
wait $node || true
rm -f "$data/lock" "$data/control.sock"
find "$data" -type f | sort
