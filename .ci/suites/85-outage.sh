#!/usr/bin/env bash
# The outage drill of docker/bench/outage.sh for Pando alone: upstreams die, fail, get slow, lose
# packets, forge and truncate, then come back; every target has to be met. Prints the figures.
set -uo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
command -v python3 >/dev/null || {
  echo "  python3 is missing"
  [ "${CI:-}" != true ] || exit 1
  echo "  skipped: install python3"
  exit 0
}
exec "$root/docker/bench/outage.sh" --candidates pando --seconds 5 --warm 2 --check
