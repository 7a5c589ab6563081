#!/bin/sh
# Builds the program for `pando`, as the clone's owner, with JAVA_HOME a JDK. What runs is a copy in
# resolver/target/pando/program that is replaced only after the build succeeded, so neither a
# failed build nor `./mvnw verify` takes anything from a node that is running.
#   exit status: 0 built · 75 another build was under way and has ended · 1 failed, and said why
set -u
umask 022
home=$(cd -P -- "${0%/*}/.." && pwd -P) || exit 1
target=$home/resolver/target
log=$target/build.log
lock=$target/build.lock
lib=$target/pando/lib
program=$target/pando/program
next=$target/pando/next

say() { printf 'pando: %s\n' "$*" >&2; }
now() { date +%s; }

# alive PID: also when the process is another user's, where kill may not ask.
alive() { kill -0 "$1" 2>/dev/null || [ -d "/proc/$1" ]; }

# The lock is a link whose text is the builder's process id: made in one step, never without it.
# lock_or_wait: 0 the lock is ours; 75 it was someone else's and is gone; 1 gave up waiting.
lock_or_wait() {
  ln -s "$$" "$lock" 2>/dev/null && return 0
  waited=0
  while [ -h "$lock" ]; do
    if ! alive "$(readlink "$lock")"; then
      take_over && return 0
    fi
    [ $waited != 0 ] || say "another start is building; waiting for it"
    if [ $waited -ge 900 ]; then
      say "waited 15 minutes for the build of process $(readlink "$lock"). If it is not a build, remove $lock and try again."
      return 1
    fi
    sleep 1
    waited=$((waited + 1))
  done
  return 75
}

# take_over: makes the lock of a dead builder ours. Of several that try, the one that makes the
# folder may; it looks again because the lock may have changed hands since.
take_over() {
  mkdir "$lock.taking" 2>/dev/null || return 1
  taken=1
  if [ -h "$lock" ] && ! alive "$(readlink "$lock")"; then
    rm -f "$lock"
    ln -s "$$" "$lock" 2>/dev/null && taken=0
  fi
  rmdir "$lock.taking"
  return $taken
}

# The errors in the log, without Maven's advice on itself; the log's end if it names none.
show_errors() {
  errors=$(sed -n -e 's/ *-> \[Help [0-9]*\]$//' -e '/[Rr]e-run Maven\|For more information\|After correcting\|mvn <args>\|\] \[Help/d' \
    -e '/^\[ERROR\] *$/d' -e '/^\[ERROR\] /p' "$log")
  [ -n "$errors" ] || errors=$(tail -n 20 "$log")
  printf '%s\n' "$errors" | head -n 20 | sed 's/^/  /' >&2
}

# What to do about a failed build, by what its log says.
remedy() {
  if grep -qE 'Unknown host|Could not (transfer|find) artifact|Connect(ion)? (refused|timed out|reset)|Network is unreachable|PKIX path' "$log"; then
    say "libraries could not be downloaded. Connect this computer to the internet (behind a proxy: name it in ~/.m2/settings.xml) and try again."
    say "If its DNS was Pando, point it at another resolver meanwhile."
  elif grep -q 'No space left on device' "$log"; then
    say "the disk is full. Free about 500 MB in $home and ~/.m2 and try again."
  elif grep -qE 'Permission denied|AccessDenied|not writable|Failed to (create|delete)' "$log"; then
    say "some files in $home do not belong to $(id -un). Give them back: sudo chown -R $(id -un) '$home'"
  elif grep -q '^mvnw: ' "$log"; then
    :
  elif grep -qi 'compilation \(error\|failure\)' "$log"; then
    say "the sources do not compile. Undo your change (git status shows it) or mend it, and try again."
  else
    say "try again after removing the old build: rm -r '$target'"
  fi
  [ ! -e "$program/stamp" ] || say "The earlier build is unchanged; PANDO_BUILD=off in front of the command starts it."
}

# run_maven: Maven's exit status; prints each module when its turn comes, and every 15 s that it works.
run_maven() {
  (cd "$home" && exec sh ./mvnw -B -Dstyle.color=never -P program package) </dev/null >"$log" 2>&1 &
  maven=$!
  shown=
  noted=$(now)
  while alive $maven; do
    module=$(sed -n 's/^\[INFO\] Building Pando \([a-z]*\) .*\[\([0-9]*\)\/\([0-9]*\)\]$/\1 (\2 of \3)/p' "$log" | tail -n 1)
    if [ "$module" != "$shown" ]; then
      say "  $module"
      shown=$module
      noted=$(now)
    elif [ $(($(now) - noted)) -ge 15 ]; then
      say "  working, $(($(now) - start)) s"
      noted=$(now)
    fi
    sleep 1
  done
  wait $maven
}

publish() {
  rm -rf "$next" &&
    cp -R "$lib" "$next" &&
    mv "$target/pando/stamp" "$next/stamp" &&
    rm -rf "$program" &&
    mv "$next" "$program"
}

if ! mkdir -p "$target/pando" 2>/dev/null || ! [ -w "$target" ] || ! [ -w "$target/pando" ] || { [ -e "$log" ] && ! [ -w "$log" ]; }; then
  say "$target cannot be written by $(id -un). Where the clone is read-only: build it elsewhere and copy it with its build. Otherwise: sudo chown -R $(id -un) '$home'"
  exit 1
fi
lock_or_wait || exit $?
maven=
trap 'rm -f "$lock"' EXIT
trap '[ -z "$maven" ] || kill "$maven"; exit 130' INT TERM HUP

if [ -e "$program/stamp" ]; then
  say "building (sources are newer than the program) …"
else
  say "building (first use: about a minute, longer while libraries are downloaded) …"
fi
start=$(now)
# As old as the build's start: what is edited meanwhile is newer. No jar of an earlier build stays.
: >"$target/pando/stamp"
rm -rf "$lib"
if run_maven && publish; then
  say "built in $(($(now) - start)) s"
else
  say "the build failed after $(($(now) - start)) s. From $log:"
  show_errors
  remedy
  exit 1
fi
