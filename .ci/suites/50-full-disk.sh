#!/usr/bin/env bash
# A node whose disk is full or read-only goes on answering and refuses changes with the reason; when
# there is space again, it takes them. Runs in namespaces of its own, on a small file system.
set -uo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
# shellcheck source=.ci/namespaces.sh
. "$root/.ci/namespaces.sh"
[ "${1:-}" = inside ] || enter_namespaces "bind9-dnsutils e2fsprogs" dig mkfs.ext4
# shellcheck source=.ci/checks.sh
. "$root/.ci/checks.sh"
ip link set lo up
data="$work/disk/data"
mkdir "$work/disk" "$work/tmp"
# ext4 becomes read-only by itself when it finds an error, under the feet of who has files open.
truncate -s 24M "$work/disk.img"
mkfs.ext4 -q -F -b 1024 -N 2000 "$work/disk.img"
if ! mount -o loop,errors=remount-ro "$work/disk.img" "$work/disk" 2>/dev/null; then
  echo "  skipped: there is no loop device"
  exit 0
fi
device=$(basename "$(findmnt -no SOURCE "$work/disk")")
trap 'umount "$work/disk"; rm -rf "$work"' EXIT
export PANDO_SOCKET="$work/control.sock" PANDO_DNS_LISTEN=127.0.0.1:5300 PANDO_CONFIG="$work/pando.toml"
export PANDO_BUILD=off PANDO_JAVA_OPTS="-Dorg.sqlite.tmpdir=$work/tmp"
touch "$PANDO_CONFIG"
pando() { run "$root/pando" "$@"; }
node=

# start_node: waits for its ready line, at most 20 seconds.
start_node() {
  "$root/pando" run --data-dir "$data" --socket "$PANDO_SOCKET" >"$work/node.out" 2>"$work/node.err" </dev/null &
  node=$!
  for _ in {1..200}; do
    grep -q '^ready' "$work/node.out" && return
    kill -0 $node 2>/dev/null || return
    sleep 0.1
  done
}
answers() { [ "$(dig -p 5300 @127.0.0.1 +short +tries=1 +time=2 "$1.home.alt" A)" = "$2" ]; }
no_stack_trace() { ! grep -qE '^\s+at |Exception' "$work/err" "$work/node.err"; }

# refused WHAT WORDS NAME: changes fail and say why; what is there is still answered.
refused() {
  pando register "$3" A 192.0.2.2
  check "$1: a registration fails" exits 1
  check "$1: and says why" err_has "$2"
  check "$1: what was refused is not answered" answers "$3" ''
  pando update blog --add 'AAAA 2001:db8::1'
  check "$1: an update fails" exits 1
  check "$1: and says why" err_has "$2"
  check "$1: what is registered is answered" answers blog 192.0.2.1
  pando status
  check "$1: the node says what it does" exits 0
  check "$1: nobody sees a stack trace" no_stack_trace
}

start_node
pando register blog A 192.0.2.1
check "a name is registered" exits 0

cat /dev/zero >"$work/disk/filler" 2>/dev/null
# The files of the store have some room left inside.
last=
for i in {1..60}; do
  pando register "room$i" A 192.0.2.9
  [ "$status" = 0 ] || break
  last=room$i
done
check "full disk: the last name that was registered is answered" answers "$last" 192.0.2.9
refused "full disk" 'disk is full' new
rm "$work/disk/filler"
pando register space A 192.0.2.3
check "with space again a name is registered" exits 0
pando update blog --add 'AAAA 2001:db8::7'
check "and one is updated" exits 0

echo 1 >"/sys/fs/ext4/$device/trigger_fs_error"
refused "read-only disk" 'read-only' other
kill $node
wait $node
check "the node stops in order all the same" [ $? = 0 ]
umount "$work/disk"
e2fsck -p -f "$work/disk.img" >"$work/fsck" 2>&1
mount -o loop,ro "$work/disk.img" "$work/disk"
start_node
wait $node
status=$?
cp "$work/node.err" "$work/err"
check "started on a read-only disk: exit status 1" exits 1
check "and says where and what to do" err_has 'data directory .*/data: .*(read-only|Read-only).*--data-dir'
umount "$work/disk"
mount -o loop "$work/disk.img" "$work/disk"
start_node
check "after the disk was repaired it knows everything" answers space 192.0.2.3
check "also what was there before" answers blog 192.0.2.1
pando register writable A 192.0.2.4
check "and takes changes" exits 0
kill $node
wait $node
finish
