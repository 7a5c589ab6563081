#!/usr/bin/env bash
# Unbound and Knot Resolver serve DNS over TLS and HTTPS with good and bad certificates: good ones are
# used, each bad one is refused with its reason. Then 10 000 questions over one connection, and
# connections that die under load. In a network namespace of its own.
set -uo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
# shellcheck source=.ci/namespaces.sh
. "$root/.ci/namespaces.sh"
[ "${1:-}" = inside ] || enter_namespaces "unbound knot-resolver openssl dnsperf bind9-dnsutils python3" \
  unbound kresd openssl dnsperf dig python3
# shellcheck source=.ci/checks.sh
. "$root/.ci/checks.sh"
ip link set lo up
cd "$work" || exit 1
exec 2>"$work/shell-err"

# An authority, and certificates of it: `certificate NAME HOST FROM UNTIL` (UTC, YYYYMMDDhhmmssZ).
mkdir certificates
touch certificates/index
echo 01 >certificates/serial
cat >ca.conf <<'END'
[ca]
default_ca = test
[test]
database = certificates/index
serial = certificates/serial
new_certs_dir = certificates
certificate = authority.pem
private_key = authority.key
default_md = sha256
policy = any
unique_subject = no
copy_extensions = copy
[any]
commonName = supplied
END
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj "/CN=Test authority" -days 3650 \
  -keyout authority.key -out authority.pem
request() { # NAME HOST
  openssl req -new -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj "/CN=$1" \
    -addext "subjectAltName=DNS:$2" -keyout "$1.key" -out "$1.csr"
}
certificate() {
  request "$1" "$2"
  openssl ca -batch -notext -config ca.conf -startdate "$3" -enddate "$4" -in "$1.csr" -out "$1.pem"
}
long_ago=$(date -u -d '20 days ago' +%Y%m%d%H%M%SZ)
yesterday=$(date -u -d yesterday +%Y%m%d%H%M%SZ)
tomorrow=$(date -u -d tomorrow +%Y%m%d%H%M%SZ)
far_off=$(date -u -d '20 days' +%Y%m%d%H%M%SZ)
certificate good dns.test "$long_ago" "$far_off"
certificate expired dns.test "$long_ago" "$yesterday"
certificate early dns.test "$tomorrow" "$far_off"
certificate other other.test "$long_ago" "$far_off"
request self dns.test
openssl x509 -req -in self.csr -key self.key -days 20 -copy_extensions copy -out self.pem
pin=$(openssl x509 -in self.pem -pubkey -noout | openssl pkey -pubin -outform der | openssl dgst -sha256 -binary | base64)
chmod 644 ./*.key
certificates="good expired early other self"

# Unbound on 10100 and up, Knot Resolver on 10200 and up: TLS on even ports, HTTPS on odd ones.
declare -A port=()
number=0
for certificate in $certificates; do
  port[unbound-tls-$certificate]=$((10100 + number))
  port[unbound-https-$certificate]=$((10101 + number))
  port[kresd-tls-$certificate]=$((10200 + number))
  port[kresd-https-$certificate]=$((10201 + number))
  number=$((number + 2))
  echo "server:
  interface: 127.0.0.1@${port[unbound-tls-$certificate]}
  interface: 127.0.0.1@${port[unbound-https-$certificate]}
  tls-port: ${port[unbound-tls-$certificate]}
  https-port: ${port[unbound-https-$certificate]}
  tls-service-key: $work/$certificate.key
  tls-service-pem: $work/$certificate.pem
  do-daemonize: no
  username: \"\"
  chroot: \"\"
  pidfile: \"\"
  use-syslog: no
  directory: \"$work\"
  local-zone: example. redirect
  local-data: \"example. 300 A 192.0.2.1\"
remote-control:
  control-enable: no" >"unbound-$certificate.conf"
  unbound -d -c "unbound-$certificate.conf" >"unbound-$certificate.log" 2>&1 &
  mkdir "kresd-$certificate"
  echo "net.tls('$work/$certificate.pem', '$work/$certificate.key')
net.listen('127.0.0.1', ${port[kresd-tls-$certificate]}, {kind = 'tls'})
net.listen('127.0.0.1', ${port[kresd-https-$certificate]}, {kind = 'doh2'})
policy.add(policy.all(policy.ANSWER({[kres.type.A] = {rdata = kres.str2ip('192.0.2.1'), ttl = 300}})))" \
    >"kresd-$certificate/config"
  kresd -n -c "$work/kresd-$certificate/config" "$work/kresd-$certificate" >"kresd-$certificate.log" 2>&1 &
done

# Between Pando and Unbound: counts connections, and ends all of them at SIGUSR1.
cat >proxy.py <<'END'
import asyncio, signal, sys
open_now, total = set(), 0
async def copy(reader, writer):
    try:
        while data := await reader.read(65536):
            writer.write(data)
            await writer.drain()
    except OSError:
        pass
    finally:
        writer.close()
async def accept(reader, writer, target):
    global total
    total += 1
    print(total, flush=True)
    there_reader, there_writer = await asyncio.open_connection("127.0.0.1", target)
    pair = (writer, there_writer)
    open_now.add(pair)
    await asyncio.gather(copy(reader, there_writer), copy(there_reader, writer))
    open_now.discard(pair)
def end():
    for pair in list(open_now):
        for writer in pair:
            writer.transport.abort()
async def main():
    print(0, flush=True)
    asyncio.get_running_loop().add_signal_handler(signal.SIGUSR1, end)
    server = await asyncio.start_server(
        lambda r, w: accept(r, w, int(sys.argv[2])), "127.0.0.1", int(sys.argv[1]))
    await server.serve_forever()
asyncio.run(main())
END
declare -A proxy=()
for transport in tls https; do
  port[proxy-$transport-good]=$((10300 + ${#proxy[@]}))
  python3 proxy.py "${port[proxy-$transport-good]}" "${port[unbound-$transport-good]}" >"proxy-$transport" &
  proxy[$transport]=$!
done

# An upstream for each server, transport and certificate: which one is asked is in the name.
upstream() { # SERVER TRANSPORT CERTIFICATE DOMAIN LINE
  local path=
  [ "$2" != https ] || path=/dns-query
  printf '[[upstream]]\nurl = "%s://127.0.0.1:%s%s"\ntls-name = "dns.test"\noperator = "%s"\ndomains = ["%s.example"]\n%s\n' \
    "$2" "${port[$1-$2-$3]}" "$path" "$1" "$4" "$5"
}
{
  printf '[dns]\nlisten = ["127.0.0.1:5399"]\n[resolution]\nsystem-resolver = "off"\nbuilt-in-upstreams = false\n'
  printf '[cache]\nmax-size = "1MiB"\n'
  for server in unbound kresd; do
    for transport in tls https; do
      for certificate in $certificates; do
        upstream $server $transport $certificate $server-$transport-$certificate "ca-file = \"$work/authority.pem\""
      done
      upstream $server $transport self $server-$transport-pinned "pins = [\"$pin\"]"
      upstream $server $transport good $server-$transport-unpinned "pins = [\"$pin\"]"
    done
  done
  for transport in tls https; do
    upstream proxy $transport good proxy-$transport "ca-file = \"$work/authority.pem\""
  done
} >pando.toml

listening() { (exec 3<>"/dev/tcp/127.0.0.1/$1"); }
for transport in tls https; do
  run until_true 20 [ -s proxy-$transport ]
  check "the proxy for $transport runs" exits 0
done
for name in "${!port[@]}"; do
  [[ $name != proxy-* ]] || continue # it counts connections
  run until_true 20 listening "${port[$name]}"
  exits 0 || check "$name listens" exits 0
done
"$root/pando" run -c pando.toml --data-dir "$work/data" >ready 2>node-err &
node=$!
run until_true 60 grep -q '^ready:' ready
check "Pando starts with upstreams over TLS and HTTPS" exits 0

resolve() { run "$root/pando" --no-color resolve --data-dir "$work/data" --trace "$1.example"; }
refused() { # SERVER-TRANSPORT-CERTIFICATE WHY PATTERN
  resolve "www.$1"
  check "  $2" out_has "$3"
}
for server in unbound kresd; do
  for transport in tls https; do
    echo "  $server over $transport"
    peer=$server-$transport
    resolve www.$peer-good
    check "  a good certificate: answered" out_has '192\.0\.2\.1'
    resolve www.$peer-pinned
    check "  a self-made certificate whose key is pinned: answered" out_has '192\.0\.2\.1'
    refused $peer-expired "an expired one" 'certificate has expired at .*: check whether'
    refused $peer-early "one that is not valid yet" 'certificate is valid from .* on: check whether'
    refused $peer-other "one for another name" 'certificate is for other\.test, not for dns\.test'
    refused $peer-self "a self-made one" 'certificate is signed by CN=self, whom nobody trusts'
    refused $peer-unpinned "another key than the pinned one" 'its key .* is not among the pins'
  done
done

# load TRANSPORT FIRST COUNT: asks for so many fresh names; prints how many were answered.
load() {
  for ((i = $2; i < $2 + $3; i++)); do echo "n$i.proxy-$1.example A"; done >questions
  dnsperf -s 127.0.0.1 -p 5399 -d questions -n 1 -c 2 -q 50 -t 5 >perf
  sed -n 's/.*NOERROR \([0-9]*\).*/\1/p' perf
}
for transport in tls https; do
  run load $transport 0 10000
  check "10 000 questions over $transport are answered" out_has '^10000$'
  run tail -1 proxy-$transport
  check "  over one connection" out_has '^1$'
  (sleep 0.5 && kill -USR1 "${proxy[$transport]}"; sleep 0.5 && kill -USR1 "${proxy[$transport]}") &
  run load $transport 10000 10000
  check "10 000 more are answered while their connections die" out_has '^10000$'
  run tail -1 proxy-$transport
  check "  over a new one each time" out_has '^[234]$'
done
kill -TERM $node
wait $node
check "SIGTERM stops it in order" [ $? = 0 ]
finish
