#!/usr/bin/env bash
# Tries every rule of resolver/src/test/java/org/pando/resolver/conformance at Pando over real
# sockets, and at Unbound and Knot Resolver, so that a check that is wrong itself is found out.
# Prints each rule with its RFC section and every server's verdict; fails when a server does
# otherwise than 70-conformance.differences says. Forwarded questions go to a scripted upstream in
# the same process as the checks; the zone that is registered with Pando is served to the others by
# Knot DNS. Everything runs on the loopback interface of a network namespace of its own.
set -uo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
PATH=$PATH:/usr/sbin
# shellcheck source=.ci/namespaces.sh
. "$root/.ci/namespaces.sh"
[ "${1:-}" = inside ] || enter_namespaces "unbound knot-resolver knot iproute2" unbound kresd knotd ip
# shellcheck source=.ci/checks.sh
. "$root/.ci/checks.sh"
# shellcheck source=.mvn/find-java.sh
. "$root/.mvn/find-java.sh"
run find_java jre
find_java jre
check "Java is there" exits 0
run "$root/pando" --version
check "Pando is built" exits 0
run ls "$root/resolver/target/test-classes/org/pando/resolver/conformance/Conformance.class"
check "the checks are compiled (./mvnw verify does it)" exits 0
[ $checks_failed = 0 ] || { finish; exit 1; }
ip link set lo up
for last in 2 3 4; do
  ip address add fd00::$last/64 dev lo nodad
done

echo '@ A 192.0.2.10
@ A 192.0.2.11
mail A 192.0.2.25
mail TXT "mail"
inner CNAME mail
outer CNAME own.plain.c.example.
dn DNAME conf.home.alt.
long DNAME '"$(printf 'x%.0s' {1..60}).$(printf 'x%.0s' {1..60})"'.conf.home.alt.
*.wild A 192.0.2.77
there.wild TXT "there"
below.empty TXT "below"
sub NS ns.nx.c.example.' >"$work/records"
{
  echo "\$ORIGIN conf.home.alt.
\$TTL 300
@ SOA ns h 1 3600 600 86400 30
@ NS ns
ns A 127.0.0.5"
  cat "$work/records"
} >"$work/conf.zone"
echo "server:
  rundir: $work
  listen: 127.0.0.5@53
database:
  storage: $work/knot
zone:
  - domain: conf.home.alt
    file: $work/conf.zone" >"$work/knot.conf"
echo "server:
  interface: 127.0.0.3
  interface: fd00::3
  access-control: ::/0 allow
  do-daemonize: no
  username: \"\"
  chroot: \"\"
  pidfile: \"\"
  use-syslog: no
  directory: \"$work\"
  module-config: \"iterator\"
  do-not-query-localhost: no
  qname-minimisation: no
  max-udp-size: 1232
  incoming-num-tcp: 2000
  ede: yes
forward-zone:
  name: \".\"
  forward-addr: 127.0.1.3
forward-zone:
  name: \"silent.c.example\"
  forward-addr: 127.0.2.3
stub-zone:
  name: \"conf.home.alt\"
  stub-addr: 127.0.0.5
remote-control:
  control-enable: no" >"$work/unbound.conf"
mkdir "$work/kresd"
echo "net.listen('127.0.0.4', 53, { kind = 'dns' })
net.listen('fd00::4', 53, { kind = 'dns' })
trust_anchors.remove('.')
cache.size = 10 * MB
cache.min_ttl(0)
for _, rule in ipairs(policy.special_names) do policy.add(rule.cb) end
policy.add(policy.suffix(policy.STUB('127.0.0.5'), {todname('conf.home.alt')}))
policy.add(policy.suffix(policy.FORWARD('127.0.2.4'), {todname('silent.c.example')}))
policy.add(policy.all(policy.FORWARD('127.0.1.4')))" >"$work/kresd.conf"
echo '[dns]
listen = ["127.0.0.2", "[fd00::2]"]
[resolution]
system-resolver = "off"
[[upstream]]
url = "udp://127.0.1.2"' >"$work/pando.toml"
knotd -c "$work/knot.conf" >"$work/knot.log" 2>&1 &
unbound -d -c "$work/unbound.conf" >"$work/unbound.log" 2>&1 &
kresd -n -c "$work/kresd.conf" "$work/kresd" >"$work/kresd.log" 2>&1 &
"$root/pando" run -c "$work/pando.toml" --data-dir "$work/data" >"$work/ready" 2>"$work/pando.log" &
for _ in {1..600}; do
  grep -q '^ready:' "$work/ready" && break
  sleep 0.1
done
run "$root/pando" register --data-dir "$work/data" conf --file "$work/records"
check "the zone is registered" exits 0
[ $checks_failed = 0 ] || { cat "$work/pando.log"; finish; exit 1; }

classpath=$root/resolver/target/test-classes
for jar in "$root"/resolver/target/pando/program/*.jar; do
  classpath=$classpath:$jar
done
"$java_home/bin/java" -XX:+UseSerialGC -cp "$classpath" org.pando.resolver.conformance.Conformance \
  "$root/.ci/suites/70-conformance.differences" \
  pando=127.0.0.2,fd00::2,127.0.1.2,127.0.2.2 \
  unbound=127.0.0.3,fd00::3,127.0.1.3,127.0.2.3 \
  kresd=127.0.0.4,fd00::4,127.0.1.4,127.0.2.4
status=$?
ran=(Conformance)
tail -n 20 "$work/pando.log" >"$work/err"
: >"$work/out"
check "every server does what the rules and the list of differences say" [ $status = 0 ]
finish
