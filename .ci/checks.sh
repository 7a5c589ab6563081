# shellcheck shell=bash
# Sourced by suites: a work folder, running a command, checking what it did, the closing line.

work=$(mktemp -d)
chmod 755 "$work"
checks_passed=0
checks_failed=0
checks_skipped=0
trap 'chmod -R u+w "$work"; rm -rf "$work"' EXIT

# run COMMAND...: keeps its standard output, standard error and exit status for the checks.
run() {
  ran=("$@")
  "$@" >"$work/out" 2>"$work/err" </dev/null
  status=$?
}

# check WHAT COMMAND...: one line; when the command fails, also what the last `run` did.
check() {
  local what=$1
  shift
  if "$@"; then
    echo "  ok      $what"
    checks_passed=$((checks_passed + 1))
    return
  fi
  echo "  NOT OK  $what ($*)"
  echo "          ran: ${ran[*]}, exit status $status"
  sed 's/^/          out: /' "$work/out"
  sed 's/^/          err: /' "$work/err"
  checks_failed=$((checks_failed + 1))
}

# until_true SECONDS COMMAND...: polls; whether the command succeeded in that time.
until_true() {
  local deadline=$((SECONDS + $1))
  shift
  until "$@" >/dev/null 2>&1; do
    [ $SECONDS -lt $deadline ] || return 1
    sleep 0.1
  done
}

skip() {
  echo "  skipped $1"
  checks_skipped=$((checks_skipped + 1))
}

exits() { [ "$status" = "$1" ]; }
out_has() { grep -qE -- "$1" "$work/out"; }
err_has() { grep -qE -- "$1" "$work/err"; }
err_is_empty() { [ ! -s "$work/err" ]; }

# finish: the closing line; its status is the suite's.
finish() {
  echo "  $checks_passed checks passed, $checks_failed failed, $checks_skipped skipped"
  [ $checks_failed = 0 ]
}
