#!/usr/bin/env bash
# js-libp2p on the record topic of a network: hears what its nodes publish, byte for byte, and may
# publish; what is valid is served and handed on, and of each invalid kind three are enough to be cut
# off.
set -uo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
# shellcheck source=.ci/namespaces.sh
. "$root/.ci/namespaces.sh"
need_tools "nodejs npm python3" node npm python3
# shellcheck source=.ci/checks.sh
. "$root/.ci/checks.sh"
# shellcheck source=.ci/js-peer.sh
. "$root/.ci/js-peer.sh"
# shellcheck source=.mvn/find-java.sh
. "$root/.mvn/find-java.sh"
find_java jre || exit 1
submissions=org.pando.resolver.replication.Submissions
if [ ! -e "$root/resolver/target/test-classes/${submissions//.//}.class" ]; then
  "$root/mvnw" -o -q -f "$root/pom.xml" -pl resolver -am test-compile || exit 1
fi
mkdir "$work/js-peer" "$work/nodes"
run install_js_peer "$work/js-peer"
check "npm installs js-libp2p" exits 0
[ "$status" = 0 ] || { finish; exit 1; }
run "$root/pando" --version
check "Pando is built" exits 0
[ "$status" = 0 ] || { finish; exit 1; }
python3 -B "$root/.ci/record-topic.py" "$work/nodes" "$work/js-peer" \
  "$java_home/bin/java" -cp "$root/resolver/target/test-classes:$root/resolver/target/pando/program/*" \
  "$submissions"
