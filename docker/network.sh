#!/usr/bin/env bash
# Five nodes of one network in containers: parts, kills and heals them, and checks that they converge.
#   network.sh up             build the image if there is none, start all five, let b to e join a's network
#   network.sh partition      cut the cable: a and b on one side, c, d and e on the other
#   network.sh heal           mend it
#   network.sh kill NODE      kill -9; `up` starts the node again
#   network.sh check          wait until those that run hold the same and answer the same, at most a minute
#   network.sh on NODE ...    a command on a node: network.sh on c list
#   network.sh rehearse       all of it, with names that change on both sides
#   network.sh down           remove all five and what they hold
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
all=(a b c d e)
names=()

if docker compose version >/dev/null 2>&1; then
  engine=(docker compose)
elif command -v docker-compose >/dev/null; then
  engine=(docker-compose)
else
  echo "network.sh needs Docker with its compose plugin; Debian: docker.io and docker-compose" >&2
  exit 2
fi
compose() { "${engine[@]}" -p pando-five -f "$here/compose.yaml" "$@"; }
container() { compose ps -q "$1"; }
on() {
  local node=$1
  shift
  docker exec -i "$(container "$node")" pando "$@"
}
say() { printf '== %s\n' "$*"; }

running() {
  local node
  for node in "${all[@]}"; do
    [ "$(docker inspect -f '{{.State.Running}}' "$(container "$node")" 2>/dev/null)" != true ] || echo "$node"
  done
}

# until_true SECONDS COMMAND...
until_true() {
  local deadline=$((SECONDS + $1))
  shift
  until "$@" >/dev/null 2>&1; do
    [ $SECONDS -lt "$deadline" ] || return 1
    sleep 1
  done
}

# field NODE NAME: a text in what the node says of its network, or nothing.
field() { on "$1" network show home.alt --json | grep -oE "\"$2\": ?\"[^\"]*\"" | cut -d'"' -f4; }

# healthy NODE: it answers questions, and commands.
healthy() { docker exec "$(container "$1")" /opt/pando/docker/healthy.sh && field "$1" id; }

up() {
  local node network invite=
  compose up -d
  for node in "${all[@]}"; do
    until_true 300 healthy "$node" || { echo "$node does not start; see: docker logs $(container "$node")" >&2; exit 1; }
  done
  network=$(field a id)
  for node in b c d e; do
    [ "$(field "$node" id)" != "$network" ] || continue
    [ -n "$invite" ] || invite=$(on a network invite home.alt)
    say "$node joins"
    on "$node" network join "$invite"
  done
}

partition() {
  local node
  for node in a b; do docker network disconnect pando-cable "$(container "$node")" 2>/dev/null || true; done
  say "a and b | c, d and e"
}

heal() {
  docker network connect --ip 10.253.53.11 pando-cable "$(container a)" 2>/dev/null || true
  docker network connect --ip 10.253.53.12 pando-cable "$(container b)" 2>/dev/null || true
  say "a, b, c, d and e"
}

kill_node() {
  docker kill "$(container "$1")" >/dev/null
  say "$1 is killed"
}

# What a node holds, and what it answers for the first names of it.
state() {
  local node=$1 name
  field "$node" fingerprint
  for name in "${names[@]}"; do
    echo "$name $(on "$node" resolve "$name" A | grep -v '^;' | grep -oE '[0-9.]+$' || echo none)"
  done
}

converged() {
  local nodes=("$@") node first
  first=$(field "${nodes[0]}" fingerprint)
  for node in "${nodes[@]}"; do
    [ "$(field "$node" fingerprint)" = "$first" ] || return 1
  done
}

check() {
  local nodes begin=$SECONDS took node first
  mapfile -t nodes < <(running)
  if ! until_true 60 converged "${nodes[@]}"; then
    for node in "${nodes[@]}"; do printf '%s  %s\n' "$node" "$(field "$node" fingerprint)"; done
    echo "they do not hold the same after a minute; see: network.sh on a peers" >&2
    return 1
  fi
  took=$((SECONDS - begin))
  mapfile -t names < <(on "${nodes[0]}" list | cut -d' ' -f1 | grep -F home.alt | head -5)
  first=$(state "${nodes[0]}")
  for node in "${nodes[@]}"; do
    [ "$(state "$node")" = "$first" ] || { echo "$node answers otherwise than ${nodes[0]}" >&2; return 1; }
  done
  say "${nodes[*]} hold the same after $took s, and answer the same:"
  echo "$first"
}

rehearse() {
  local node
  up
  on a register "t$RANDOM" A 192.0.2.1
  on a register shared A 192.0.2.1 || true
  on e register --key-name A 192.0.2.1 || true
  local key
  key=$(on e list --mine | grep -oE '^[a-z0-9]{52}\.key\.home\.alt' | head -1)
  check
  partition
  on a update shared --file - <<<"@ 60 A 192.0.2.2"
  on e update "$key" --file - <<<"@ 60 A 192.0.2.3"
  say "both sides have changed a name; a minute passes, so that connections die"
  sleep 60
  heal
  check
  for node in "${all[@]}"; do
    kill_node "$node"
    up >/dev/null
    check
  done
}

case ${1:-} in
  up | partition | heal | check | rehearse) "$1" ;;
  kill) kill_node "${2:?which node: a, b, c, d or e}" ;;
  on) shift && on "$@" ;;
  down) compose down --volumes ;;
  *) sed -n '2,/^set/{/^set/d;s/^# \{0,1\}//;p}' "$0" && exit 2 ;;
esac
