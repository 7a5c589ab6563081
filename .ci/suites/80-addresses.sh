#!/usr/bin/env bash
# Wildcards in a network namespace of its own: a reply leaves from the address that was asked (dig
# takes no other), addresses that come and go at run time are followed, and one that another program
# has is left to it until it is free.
set -uo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
# shellcheck source=.ci/namespaces.sh
. "$root/.ci/namespaces.sh"
[ "${1:-}" = inside ] || enter_namespaces "bind9-dnsutils" dig
# shellcheck source=.ci/checks.sh
. "$root/.ci/checks.sh"

# answers ADDRESS [DIG-OPTION...]: a name of the registry is answered from there.
answers() {
  local address=$1
  shift
  dig "$@" +time=2 +tries=1 "@$address" nobody.home.alt | grep -q 'status: NXDOMAIN'
}
silent() { ! answers "$@"; }

ip link set lo up
ip link add lan type veth peer name cable
ip link set lan up
ip link set cable up
ip address add 127.0.0.2/8 dev lo
ip address add 192.0.2.1/24 dev lan
ip address add 192.0.2.2/24 dev lan
ip address add 2001:db8::1/64 dev lan nodad
ip address add 2001:db8::2/64 dev lan nodad

# Another program's: it has port 53 of one address.
python3 -c 'import socket,time
s=socket.socket(socket.AF_INET,socket.SOCK_STREAM); s.bind(("192.0.2.2",53)); s.listen(); time.sleep(600)' &
other=$!
run until_true 10 bash -c 'exec 3<>/dev/tcp/192.0.2.2/53'
check "another program has 192.0.2.2:53" exits 0

printf '%s\n' '[dns]' 'listen = ["0.0.0.0", "::", "192.0.2.99:5399"]' '[resolution]' 'system-resolver = "off"' \
  'built-in-upstreams = false' >"$work/pando.toml"
"$root/pando" run -c "$work/pando.toml" --data-dir "$work/data" >"$work/ready" 2>"$work/node-err" &
node=$!
run until_true 300 grep -q '^ready:' "$work/ready"
check "Pando starts on the wildcards" exits 0

for address in 127.0.0.1 127.0.0.2 192.0.2.1 ::1 2001:db8::1 2001:db8::2; do
  run answers $address
  check "asked at $address, it replies from there" exits 0
  run answers $address +tcp
  check "  over TCP too" exits 0
done
run cat "$work/node-err"
check "the address of the other program is left out, and that is told once" \
  [ "$(grep -c '192.0.2.2:53: address already in use; left out until it is free' "$work/node-err")" = 1 ]

run silent 192.0.2.7 +tcp
check "192.0.2.7 is nobody's" exits 0
ip address add 192.0.2.7/24 dev lan
ip address add 2001:db8::7/64 dev lan nodad
ip address add 192.0.2.99/24 dev lan
kill $other
for address in 192.0.2.7 2001:db8::7 192.0.2.2; do
  run until_true 60 answers $address
  check "$address comes, and is answered on" exits 0
done
run until_true 60 answers 192.0.2.99 -p 5399
check "an address that was configured and missing comes" exits 0
run "$root/pando" --no-color status --data-dir "$work/data"
check "pando status shows it" out_has '192\.0\.2\.7:53 '

ip address delete 192.0.2.7/24 dev lan
ip address delete 2001:db8::7/64 dev lan
shows() { "$root/pando" --no-color status --data-dir "$work/data" | grep -qF "$1"; }
lacks() { ! shows "$1"; }
for address in '192.0.2.7:53' '[2001:db8::7]:53'; do
  run until_true 60 lacks "$address"
  check "$address goes, and is listened on no more" exits 0
done
run answers 192.0.2.1
check "the others still answer" exits 0
ip address add 192.0.2.7/24 dev lan
run until_true 60 answers 192.0.2.7
check "it comes back" exits 0

kill -TERM $node
wait $node
check "SIGTERM stops it in order" [ $? = 0 ]
finish
