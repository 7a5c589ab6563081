#!/usr/bin/env bash
# Kills a node that changes names 200 times inside its writes; a journal outside of it knows what was
# acknowledged. Half of the kills come with a system call that writes or flushes.
set -uo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
# shellcheck source=.ci/checks.sh
. "$root/.ci/checks.sh"
if ! command -v strace >/dev/null && [ "${CI:-}" = true ]; then
  echo "  strace is missing"
  exit 1
fi
command -v strace >/dev/null || skip "kills at system calls (install strace)"
rounds=${PANDO_CRASH_ROUNDS:-200}
run "$root/mvnw" -o -q -f "$root/pom.xml" -pl registry test -Dtest=NodeCrashTest -Dpando.crash.rounds="$rounds"
grep '^killed' "$work/out" | sed 's/^/          /'
check "$rounds kills: nothing acknowledged is lost, nothing half-written is found" exits 0
check "the kills happened" out_has "^killed $rounds times"
finish
