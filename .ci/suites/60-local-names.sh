#!/usr/bin/env bash
# Special-use names, local records and hosts files of a running node, asked by dig and kdig, in
# front of an upstream that notes whatever it is asked.
set -uo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
# shellcheck source=.ci/namespaces.sh
. "$root/.ci/namespaces.sh"
need_tools "bind9-dnsutils knot-dnsutils python3" dig kdig python3
# shellcheck source=.ci/checks.sh
. "$root/.ci/checks.sh"

# An upstream that answers everything with one address and notes the names.
cat >"$work/upstream.py" <<'PY'
import socket, sys

def name(packet):
    labels, at = [], 12
    while packet[at]:
        labels.append(packet[at + 1 : at + 1 + packet[at]].decode())
        at += 1 + packet[at]
    return ".".join(labels) + ".", at + 5

s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
s.bind(("127.0.0.1", 0))
open(sys.argv[1] + "/port", "w").write(str(s.getsockname()[1]))
while True:
    packet, client = s.recvfrom(4096)
    asked, end = name(packet)
    # The node's own questions: its check for loops, and its probes.
    if not asked.lower().endswith("pando-loop-check.") and asked != ".":
        with open(sys.argv[1] + "/asked", "a") as log:
            log.write(asked.lower() + "\n")
    answer = b"\xc0\x0c\x00\x01\x00\x01\x00\x00\x00\x3c\x00\x04\xc0\x00\x02\x01"
    s.sendto(packet[:2] + b"\x81\x80\x00\x01\x00\x01\x00\x00\x00\x00" + packet[12:end] + answer, client)
PY
: >"$work/asked"
python3 "$work/upstream.py" "$work" &
upstream=$!

run until_true 10 test -s "$work/port"
cat >"$work/pando.toml" <<TOML
[dns]
listen = ["127.0.0.1:0"]
[resolution]
system-resolver = "off"
[[upstream]]
url = "udp://127.0.0.1:$(cat "$work/port")"
[hosts]
files = ["hosts"]
[[record]]
name = "nas.lan"
records = ["A 192.168.1.5", "AAAA fd00::5", "300 TXT \"in the cellar\"", "www CNAME @"]
[[record]]
name = "*.dev.lan"
records = ["A 192.168.1.6"]
[[record]]
name = "shop.lan"
records = ["CNAME shop.example.com."]
TOML
printf '192.168.1.7\ttv.lan TV # upstairs\nfe80::1%%eth0 link.lan\n::1 localhost\n' >"$work/hosts"
run "$root/pando" config check "$work/pando.toml"
check "the configuration is accepted" exits 0
"$root/pando" run -c "$work/pando.toml" --data-dir "$work/data" >"$work/ready" 2>"$work/node-err" &
node=$!
run until_true 300 grep -q '^ready:' "$work/ready"
check "the node starts" exits 0
port=$(sed -n 's/^ready: dns 127\.0\.0\.1:\([0-9]*\).*/\1/p' "$work/ready")
pando() { "$root/pando" --no-color "$@" --data-dir "$work/data"; }
d() { run dig +time=5 +tries=1 -p "$port" @127.0.0.1 "$@"; }
k() { run kdig +timeout=5 +retry=0 -p "$port" @127.0.0.1 "$@"; }
nobody_asked() { [ ! -s "$work/asked" ]; }

d +short app.localhost
check "dig: localhost and below are 127.0.0.1" out_has '^127\.0\.0\.1$'
k +short localhost AAAA
check "kdig: and ::1" out_has '^::1$'
d localhost MX
check "dig: nothing else" out_has 'status: NOERROR'
d +short -x 127.0.0.1
check "dig: and back" out_has '^localhost\.$'
for name in invalid x.onion x.test printer.local other.alt x.internal use-application-dns.net x.home.arpa \
  x.service.arpa 9.1.168.192.in-addr.arpa 1.16.172.in-addr.arpa 5.64.100.in-addr.arpa 1.d.f.ip6.arpa; do
  d $name
  check "dig: $name does not exist" out_has 'status: NXDOMAIN'
  check "  and an SOA record says so" out_has 'SOA.*nobody\.invalid\.'
done
k _dns.resolver.arpa SVCB
check "kdig: nothing is designated at resolver.arpa" out_has 'status: NOERROR'
k 168.192.in-addr.arpa SOA
check "kdig: a private reverse zone has an apex" out_has '^168\.192\.in-addr\.arpa\..*SOA'

d +short NAS.lan
check "dig: a local record" out_has '^192\.168\.1\.5$'
k +short nas.lan TXT
check "kdig: of another type" out_has 'in the cellar'
d nas.lan MX
check "dig: no others" out_has 'AUTHORITY: 1'
d +short www.nas.lan AAAA
check "dig: through an alias" out_has '^fd00::5$'
d +short a.b.dev.lan
check "dig: a wildcard" out_has '^192\.168\.1\.6$'
d +short -x 192.168.1.5
check "dig: and back" out_has '^nas\.lan\.$'
k +short -x fd00::5
check "kdig: and back" out_has '^nas\.lan\.$'
d +tcp +short tv
check "dig: a name of the hosts file, over TCP" out_has '^192\.168\.1\.7$'
d +short -x 192.168.1.7
check "dig: and back" out_has '^tv\.lan\.$'
run pando resolve --trace tv.lan
check "resolve --trace names the step" out_has 'from local names'
run pando status
check "status counts them" out_has '^local +6 records, 2 names from hosts files$'
check "the upstream was asked nothing so far" nobody_asked

d +short shop.lan
check "dig: an alias to a public name is followed" out_has '^192\.0\.2\.1$'
run sort -u "$work/asked"
check "and only that name left this node" [ "$(cat "$work/out")" = shop.example.com. ]
d +dnssec home.arpa DS
run grep -cx home.arpa. "$work/asked"
check "the DS record of home.arpa is asked for (RFC 8375)" exits 0

printf '192.168.1.8 tv.lan\n192.168.1.300 broken.lan\n' >"$work/hosts.new"
mv "$work/hosts.new" "$work/hosts"
tv_moved() { [ "$(dig +short +time=5 +tries=1 -p "$port" @127.0.0.1 tv.lan)" = 192.168.1.8 ]; }
run until_true 30 tv_moved
check "a changed hosts file is read again" exits 0
run cat "$work/node-err"
check "what is wrong in it is said, with its line" out_has "hosts:2: '192.168.1.300' is not an IP address"

run pando register blog A 192.0.2.10
d +short blog.home.alt
check "names of the registry are as before" out_has '^192\.0\.2\.10$'
d alt
check "and what is above them exists" out_has 'status: NOERROR'
kill -TERM $node
wait $node
check "SIGTERM stops it in order" [ $? = 0 ]

printf '[[record]]\nname = "blog.home.alt"\nrecords = ["A 192.0.2.11"]\n' >"$work/taken.toml"
run "$root/pando" run -c "$work/taken.toml" --data-dir "$work/data"
check "a local record under the suffix is refused with its place" err_has 'taken\.toml:3:1: .*blog\.home\.alt'
kill $upstream
finish
