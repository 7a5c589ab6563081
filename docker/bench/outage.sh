#!/usr/bin/env bash
# The outage drill: the same load and the same broken upstreams for Pando and for the resolvers that
# Debian ships; prints a Markdown table. A resolver that is not installed is left out.
#   docker/bench/outage.sh [--candidates pando,unbound,…] [--phases calm,first-dead,…] [--check]
# docker/bench/outage.sh --help names all options, candidates and phases; docker/bench/outage/ is the
# program. A whole run takes a quarter of an hour. Everything runs on loopback addresses and free ports.
#   apt-get install python3 unbound bind9 dnsmasq-base dnsdist pdns-recursor knot-resolver
set -uo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
PATH=$PATH:/usr/sbin
command -v python3 >/dev/null || { echo "python3 is missing: apt-get install python3" >&2; exit 2; }
exec python3 -B "$root/docker/bench/outage" "$@"
