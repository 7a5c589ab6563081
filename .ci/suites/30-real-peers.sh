#!/usr/bin/env bash
# Forwards to real Unbound, Knot DNS and BIND processes, one of them failing, one upstream dead, and
# asks by kdig, dig, drill and the resolvers of glibc and musl. Everything runs on the loopback
# interface of a network namespace of its own, where Pando has port 53.
set -uo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
# shellcheck source=.ci/namespaces.sh
. "$root/.ci/namespaces.sh"
[ "${1:-}" = inside ] || enter_namespaces \
  "unbound knot bind9 knot-dnsutils bind9-dnsutils ldnsutils musl-tools" \
  unbound knotd named kdig dig drill musl-gcc getent
# shellcheck source=.ci/checks.sh
. "$root/.ci/checks.sh"
ip link set lo up
# glibc asks for families only that an interface besides 127.0.0.1 and ::1 has.
ip address add 192.0.2.200/24 dev lo
ip address add 2001:db8::200/64 dev lo nodad
echo "nameserver 127.0.0.1" >"$work/resolv.conf"
echo "hosts: files dns" >"$work/nsswitch.conf"
mount --bind "$work/resolv.conf" /etc/resolv.conf
mount --bind "$work/nsswitch.conf" /etc/nsswitch.conf

# The same two zones on every server; BIND cannot load the second one and answers SERVFAIL for it.
zone() {
  printf '%s\n' "\$TTL 300" "@ SOA ns.$1. h.$1. 1 3600 600 86400 60" "@ NS ns" "ns A 127.0.0.1" \
    "www A 192.0.2.1" "www AAAA 2001:db8::1" "alias CNAME www" "* A 192.0.2.99"
  for i in {1..12}; do printf 'big TXT "%0200d"\n' "$i"; done
}
zone good.example >"$work/good.zone"
zone broken.example >"$work/broken.zone"
{
  echo "server:
  interface: 127.0.0.1@10001
  do-daemonize: no
  username: \"\"
  chroot: \"\"
  pidfile: \"\"
  use-syslog: no
  directory: \"$work\"
remote-control:
  control-enable: no"
  for name in good broken; do
    echo "auth-zone:
  name: $name.example
  zonefile: $work/$name.zone
  for-upstream: no"
  done
} >"$work/unbound.conf"
echo "server:
  rundir: $work
  listen: 127.0.0.1@10002
database:
  storage: $work/knot
zone:
  - domain: good.example
    file: $work/good.zone
  - domain: broken.example
    file: $work/broken.zone" >"$work/knot.conf"
echo "options {
  directory \"$work\";
  listen-on port 10003 { 127.0.0.1; };
  listen-on-v6 { none; };
  pid-file none;
  session-keyfile none;
  recursion no;
};
controls { };
zone \"good.example\" { type primary; file \"$work/good.zone\"; };
zone \"broken.example\" { type primary; file \"$work/missing.zone\"; };" >"$work/named.conf"
unbound -d -c "$work/unbound.conf" >"$work/unbound.log" 2>&1 &
knotd -c "$work/knot.conf" >"$work/knot.log" 2>&1 &
named -f -c "$work/named.conf" >"$work/named.log" 2>&1 &
# A server that hears everything and never answers.
python3 -c 'import socket,time
s=socket.socket(socket.AF_INET,socket.SOCK_DGRAM); s.bind(("127.0.0.1",10004)); time.sleep(600)' &

answers() { [ "$(dig +short +time=1 +tries=1 -p "$1" @127.0.0.1 www.good.example)" = 192.0.2.1 ]; }
for port in 10001 10002 10003; do
  run until_true 20 answers $port
  check "the server on port $port runs" exits 0
done

# start_pando UPSTREAM...: a fresh node that knows these upstreams and nothing else.
start_pando() {
  rm -rf "$work/data" "$work/ready"
  {
    echo '[resolution]'
    echo 'system-resolver = "off"'
    for upstream in "$@"; do
      printf '[[upstream]]\nurl = "%s"\noperator = "%s"\n' "$upstream" "${upstream##*:}"
    done
  } >"$work/pando.toml"
  "$root/pando" run -c "$work/pando.toml" --data-dir "$work/data" >"$work/ready" 2>"$work/node-err" &
  node=$!
  run until_true 300 grep -q '^ready:' "$work/ready"
  check "Pando starts with $*" exits 0
}
stop_pando() {
  kill -TERM $node
  wait $node
  stopped=$?
}

for upstream in udp://127.0.0.1:10001 udp://127.0.0.1:10002 udp://127.0.0.1:10003 tcp://127.0.0.1:10002; do
  start_pando "$upstream"
  run kdig +short @127.0.0.1 www.good.example AAAA
  check "  kdig gets an address" out_has '^2001:db8::1$'
  run dig @127.0.0.1 big.good.example TXT
  check "  an answer that UDP cannot carry comes over TCP, both ways" out_has 'ANSWER: 12,'
  run dig @127.0.0.1 no.www.good.example
  check "  NXDOMAIN passes" out_has 'status: NXDOMAIN'
  stop_pando
  check "  SIGTERM stops it in order" [ $stopped = 0 ]
done

dead=udp://127.0.0.1:10004
start_pando $dead udp://127.0.0.1:10003 udp://127.0.0.1:10001 udp://127.0.0.1:10002
run cat "$work/node-err"
check "nothing on its standard error" [ ! -s "$work/out" ]
for transport in "" tcp; do
  for name in www.good.example www.broken.example alias.broken.example; do
    run kdig +short ${transport:++tcp} @127.0.0.1 $name
    check "kdig ${transport:-udp} $name" out_has '^192\.0\.2\.1$'
    run dig +short ${transport:++tcp} @127.0.0.1 $name
    check "dig ${transport:-udp} $name" out_has '^192\.0\.2\.1$'
    run drill ${transport:+-t} @127.0.0.1 $name
    check "drill ${transport:-udp} $name" out_has 'A[[:space:]]192\.0\.2\.1$'
  done
done
run getent ahostsv4 www.broken.example
check "the resolver of glibc, IPv4" out_has '^192\.0\.2\.1 '
run getent ahostsv6 alias.good.example
check "the resolver of glibc, IPv6, through an alias" out_has '^2001:db8::1 '
echo '#include <arpa/inet.h>
#include <netdb.h>
#include <stdio.h>
int main(int n, char **a) {
  struct addrinfo *r, h = {.ai_socktype = SOCK_STREAM};
  if (n != 2 || getaddrinfo(a[1], 0, &h, &r)) return 1;
  for (char t[64]; r; r = r->ai_next) {
    getnameinfo(r->ai_addr, r->ai_addrlen, t, sizeof t, 0, 0, NI_NUMERICHOST);
    puts(t);
  }
}' >"$work/lookup.c"
musl-gcc -static -o "$work/lookup" "$work/lookup.c"
run "$work/lookup" alias.broken.example
check "the resolver of musl, IPv4" out_has '^192\.0\.2\.1$'
check "the resolver of musl, IPv6" out_has '^2001:db8::1$'

begin=${EPOCHREALTIME/[.,]/}
good=0
for i in {1..60}; do
  [ "$(dig +short +time=1 +tries=1 @127.0.0.1 n"$i".broken.example)" = 192.0.2.99 ] && good=$((good + 1))
done
echo "          60 fresh names, one upstream dead, one SERVFAIL: $good answered within 1 s," \
  "$(((${EPOCHREALTIME/[.,]/} - begin) / 60000)) ms each on average, dig's own start included"
check "every fresh name is answered within 1 s" [ $good = 60 ]

run "$root/pando" --no-color resolve --data-dir "$work/data" --trace fresh.broken.example
check "pando resolve --trace names the steps" out_has 'upstream'
run "$root/pando" --no-color status --data-dir "$work/data"
check "pando status shows the dead upstream" out_has '10004.*down'

"$root/pando" register --data-dir "$work/data" blog A 192.0.2.10 >"$work/out" 2>"$work/err"
kill -KILL $node
wait $node 2>/dev/null
rm "$work/ready"
start_again=$("$root/pando" run -c "$work/pando.toml" --data-dir "$work/data" >"$work/ready" 2>"$work/node-err" & echo $!)
run until_true 60 grep -q '^ready:' "$work/ready"
run getent ahostsv4 blog.home.alt
check "a name registered just before SIGKILL is there after the restart" out_has '^192\.0\.2\.10 '
run dig @127.0.0.1 nobody.home.alt
check "a name that nobody registered does not exist, and nobody was asked" out_has 'status: NXDOMAIN'
kill -TERM "$start_again"
finish
