#!/usr/bin/env bash
# Kills a member 50 times in the middle of its first sync and of heavy replication: what it was heard
# to hold before, it holds afterwards. Then kills a witness and the member whose claims it decides, in
# the middle of those. PANDO_KILLS=100 kills the member 200 times, PANDO_KILLS_SEED=7 at other moments.
set -uo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
# shellcheck source=.ci/namespaces.sh
. "$root/.ci/namespaces.sh"
need_tools "python3" python3
# shellcheck source=.mvn/find-java.sh
. "$root/.mvn/find-java.sh"
find_java jre || exit 1
export PATH="$java_home/bin:$PATH"
if [ ! -e "$root/registry/target/test-classes/org/pando/registry/figures/LargeRegistry.class" ]; then
  "$root/mvnw" -o -q -f "$root/pom.xml" -pl registry test-compile || exit 1
fi
# shellcheck source=.ci/checks.sh
. "$root/.ci/checks.sh"
run "$root/pando" --version
check "Pando is built" exits 0
[ "$status" = 0 ] || { finish; exit 1; }
mkdir "$work/nodes" "$work/claims"
seed=${PANDO_KILLS_SEED:-$RANDOM}
python3 -B "$root/.ci/kills.py" "$work/nodes" "${PANDO_KILLS:-25}" "${PANDO_KILLS_NAMES:-3000}" "$seed"
kills=$?
python3 -B "$root/.ci/claims.py" "$work/claims" "${PANDO_KILLS_CLAIMS:-12}" "$seed" && [ "$kills" = 0 ]
