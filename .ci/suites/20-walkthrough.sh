#!/usr/bin/env bash
# Types the README's walkthrough and compares what appears with what the README prints. Runs in a
# network namespace of its own, so that no port is taken and the computer's own resolver is known.
set -uo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
# shellcheck source=.ci/namespaces.sh
. "$root/.ci/namespaces.sh"
[ "${1:-}" = inside ] || enter_namespaces "bind9-dnsutils python3 iproute2" dig python3 ip
# shellcheck source=.ci/checks.sh
. "$root/.ci/checks.sh"
run "$root/pando" --version
check "Pando is built" exits 0

# A computer with one network card, whose network names one resolver.
ip link set lo up
ip link add eth0 type veth peer name cable && ip address add 192.168.1.2/24 dev eth0 && ip link set eth0 up
echo "nameserver 192.168.1.1" >"$work/resolv.conf"
for file in /etc/resolv.conf /run/systemd/resolve/resolv.conf; do
  [ ! -e "$file" ] || mount --bind "$work/resolv.conf" "$file"
done

# Nor does this computer's configuration file count.
mkdir "$work/home"
touch "$work/pando.toml"
run env -u PANDO_SOCKET -u XDG_RUNTIME_DIR PANDO_CONFIG="$work/pando.toml" HOME="$work/home" \
  LC_ALL=C.UTF-8 python3 "$root/.ci/walkthrough.py" "$root/README.md" "$root"
[ "$status" != 0 ] || cat "$work/out"
check "what the README's walkthrough prints is what appears" exits 0
finish
