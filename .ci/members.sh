# shellcheck shell=bash
# Sourced by suites after nodes.sh: whole nodes of Pando, each in the network namespace of its name.

declare -A process
# start NODE [CONFIGURATION]: with what the command CONFIGURATION prints, else as by default; it is not ready yet.
start() {
  mkdir -p "$work/$1"
  "${2:-true}" >"$work/$1/pando.toml"
  : >"$work/$1/ready"
  ip netns exec "$1" "$root/pando" run -c "$work/$1/pando.toml" --data-dir "$work/$1/data" \
    >"$work/$1/ready" 2>>"$work/$1/err" &
  process[$1]=$!
}
# alone: the configuration of a node that asks nobody in the world and finds nobody by itself.
alone() {
  cat <<'TOML'
[resolution]
system-resolver = "off"
[hosts]
files = []
[gossip]
mdns = false
port-mapping = false
[[upstream]]
url = "udp://127.0.0.1:9"
operator = "one"
[[upstream]]
url = "udp://127.0.0.1:10"
operator = "two"
TOML
}
ready() { until_true 90 grep -q '^ready:' "$work/$1/ready"; }
end() { # NODE SIGNAL
  kill "-$2" "${process[$1]}"
  wait "${process[$1]}" 2>/dev/null
}
on() { # NODE COMMAND...
  local node=$1
  shift
  PANDO_JAVA_OPTS=-XX:TieredStopAtLevel=1 "$root/pando" "$@" -c "$work/$node/pando.toml" --data-dir "$work/$node/data"
}
ask() { # NODE PATH: what the node's control socket says
  curl -s -f --unix-socket "$work/$1/data/control.sock" "http://node$2"
}
milliseconds() { echo $(($(date +%s%N) / 1000000)); }

answers() { # NODE NAME ADDRESS; no address: there is no such name
  [ "$(ip netns exec "$1" kdig +short +timeout=1 +retry=0 @127.0.0.1 "$2" A)" = "$3" ]
}
everywhere() { # NAME ADDRESS NODE...
  local name=$1 address=$2 node
  shift 2
  for node in "$@"; do
    until_true 30 answers "$node" "$name" "$address" || return 1
  done
}
wait_for() { # SECONDS COMMAND...: as until_true, and sets `took`, in milliseconds
  local begin
  begin=$(milliseconds)
  until_true "$@"
  local result=$?
  took=$(($(milliseconds) - begin))
  return $result
}
