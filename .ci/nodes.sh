# shellcheck shell=bash
# Sourced by suites inside a network and mount namespace of their own, after checks.sh: nodes of the
# gossip module, each in a network namespace, as the test program NodeProgram.

# shellcheck source=.mvn/find-java.sh
. "$root/.mvn/find-java.sh"
find_java jre || exit 1
mount -t tmpfs tmpfs /run
mkdir /run/netns
declare -A node_input node_pid peer_id

# join_link BRIDGE NAMESPACE ADDRESS...: makes the namespace, and eth0 in it, on the bridge.
join_link() {
  local bridge=$1 name=$2 address
  shift 2
  ip link show "$bridge" >/dev/null 2>&1 || ip link add "$bridge" type bridge mcast_snooping 0
  ip link set "$bridge" up
  ip netns add "$name"
  ip link add "to-$name" type veth peer name eth0 netns "$name"
  ip link set "to-$name" master "$bridge" up
  ip -n "$name" link set lo up
  ip -n "$name" link set eth0 up
  for address in "$@"; do
    case $address in
      *:*) ip -n "$name" address add "$address" dev eth0 nodad ;;
      *) ip -n "$name" address add "$address" dev eth0 ;;
    esac
  done
}

# start_node NAMESPACE KEY FEATURES MULTIADDR...: a node, which says in NAMESPACE.out what happens to
# it; sets peer_id[NAMESPACE].
start_node() {
  local name=$1 input
  shift
  rm -f "$work/$name.in"
  mkfifo "$work/$name.in"
  ip netns exec "$name" "$java_home/bin/java" -XX:+UseSerialGC -XX:TieredStopAtLevel=1 \
    -cp "$root/gossip/target/test-classes:$root/gossip/target/classes:$root/resolver/target/pando/program/*" \
    org.pando.gossip.node.NodeProgram "$@" <"$work/$name.in" >"$work/$name.out" 2>"$work/$name.err" &
  node_pid[$name]=$!
  exec {input}>"$work/$name.in"
  node_input[$name]=$input
  run until_true 60 grep -q '^peer ' "$work/$name.out"
  check "node $name starts" exits 0
  [ "$status" = 0 ] || { cat "$work/$name.err"; finish; exit 1; }
  peer_id[$name]=$(sed -n 's/^peer //p' "$work/$name.out")
}

# said NAMESPACE LINE: whether the node's output has the line. forget NAMESPACE: as if it had said nothing.
said() { grep -qxE -- "$2" "$work/$1.out"; }
forget() { : >"$work/$1.out"; }

# stop_node NAMESPACE: ends the node; the status is the node's.
stop_node() {
  local input=${node_input[$1]}
  exec {input}>&-
  wait "${node_pid[$1]}"
}
