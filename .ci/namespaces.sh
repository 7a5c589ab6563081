# shellcheck shell=bash
# Sourced by suites before checks.sh: what a suite needs of the computer it runs on.

# need_tools PACKAGES TOOL...: ends the suite, skipped or in CI failed, when a tool is missing.
need_tools() {
  local packages=$1 tool
  shift
  for tool in "$@"; do
    command -v "$tool" >/dev/null && continue
    echo "  $tool is missing"
    [ "${CI:-}" != true ] || exit 1
    echo "  skipped: install $packages"
    exit 0
  done
}

# enter_namespaces PACKAGES TOOL...: starts the suite again, with the argument `inside`, in a network,
# mount and process namespace of its own: no port is taken there, and whatever it started ends with it.
enter_namespaces() {
  if [ "$(id -u)" != 0 ] || ! unshare --net --mount --pid --fork true 2>/dev/null; then
    echo "  skipped: namespaces of its own need root"
    exit 0
  fi
  need_tools "$@"
  # Not inside: a build that is interrupted there leaves a lock that names no process out here.
  "$root/pando" --version >/dev/null
  exec unshare --net --mount --pid --fork --kill-child --mount-proc "$0" inside
}
