#!/usr/bin/env bash
# Shows that `./pando` and `./mvnw` work from fresh clones: first use, later use, other users, sudo,
# wrong and missing Java.
set -uo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
# shellcheck source=.ci/checks.sh
. "$root/.ci/checks.sh"
# shellcheck source=.mvn/find-java.sh
. "$root/.mvn/find-java.sh"

if ! find_java jdk; then
  explain_java jdk 10-launcher
  exit 1
fi
jdk=$java_home
source_file=resolver/src/main/java/org/pando/resolver/app/package-info.java

fresh_clone() { git clone -q "file://$root" "$1"; }
built_times() { cat "$@" | grep -c '^pando: built in'; }
starts() { exits 0 && out_has '^pando [0-9]+\.[0-9]+'; }

# fake_java HOME VERSION TARGET: a Java home that says VERSION and whose bin/java is TARGET.
fake_java() {
  mkdir -p "$1/bin"
  printf 'JAVA_VERSION="%s"\n' "$2" >"$1/release"
  ln -sf "$3" "$1/bin/java"
}

first_use() {
  clone="$work/a path with spaces/pando"
  fresh_clone "$clone"
  "$clone/pando" --version >"$work/out2" 2>"$work/err2" </dev/null &
  local other=$!
  run "$clone/pando" --version
  wait $other
  check "first use of a fresh clone, in a path with spaces, builds and starts" starts
  check "so does a second first use at the same moment" cmp -s "$work/out" "$work/out2"
  check "the two built once" [ "$(built_times "$work/err" "$work/err2")" = 1 ]
  check "the build shows progress" grep -q '^pando:   resolver (. of .)' "$work/err" "$work/err2"
  check "git sees nothing new" [ -z "$(git -C "$clone" status --porcelain)" ]
}

later_use() {
  run "$clone/pando" --version
  check "the next start does not build and says nothing else" starts
  check "its standard error is empty" err_is_empty
  run "$clone/pando" --no-such-option
  check "the exit status is passed through" exits 2
  ln -s "$clone/pando" "$work/link"
  ln -s link "$work/link to link"
  run "$work/link to link" --version
  check "started through symbolic links" starts
  run sh -c 'cd "$1" && sh pando --version' sh "$clone"
  check "started as 'sh pando'" starts

  fake_java "$work/quick" 25.0.1 "$(type -P true)"
  local times=() begin
  for _ in {1..21}; do
    begin=${EPOCHREALTIME/[.,]/}
    PANDO_JAVA_HOME="$work/quick" "$clone/pando"
    times+=($((${EPOCHREALTIME/[.,]/} - begin)))
  done
  local median
  median=$(printf '%s\n' "${times[@]}" | sort -n | sed -n 11p)
  echo "          the launcher itself takes $median µs (median of 21)"
  check "the launcher adds at most 30 ms" [ "$median" -le 30000 ]
}

changed_source() {
  touch "$clone/$source_file"
  run "$clone/pando" --version
  check "a newer source is built" starts
  check "and said to be" err_has '^pando: building \(sources are newer'
  run "$clone/pando" --version
  check "once" err_is_empty

  # A lock whose process is gone, as after a kill or a power cut.
  sh -c 'echo $$' >"$work/gone"
  ln -s "$(cat "$work/gone")" "$clone/resolver/target/build.lock"
  echo 'broken' >>"$clone/$source_file"
  run "$clone/pando" --version
  check "the lock of a dead build is taken over; a failed build stops the start" exits 1
  check "it shows the error" err_has 'package-info\.java:.*parsing'
  check "it says what to do" err_has 'The earlier build is unchanged; PANDO_BUILD=off'
  run env PANDO_BUILD=off "$clone/pando" --version
  check "PANDO_BUILD=off starts the earlier build" starts
  git -C "$clone" checkout -q -- .
  run "$clone/pando" --version
  check "the mended source is built" starts
}

wrong_java() {
  run env PANDO_JAVA_HOME="$work/nowhere" "$clone/pando" --version
  check "PANDO_JAVA_HOME that is not there: exit status 2" exits 2
  check "and an error of its own" err_has 'PANDO_JAVA_HOME=.*/nowhere is not a folder'
  fake_java "$work/old" 17.0.15 "$jdk/bin/java"
  run env PANDO_JAVA_HOME="$work/old" "$clone/pando" --version
  check "PANDO_JAVA_HOME with Java 17: says so" err_has 'holds Java 17; Pando needs Java 25'
  run env JAVA_HOME="$work/old" "$clone/pando" --version
  check "JAVA_HOME with Java 17: another Java is found" starts

  fake_java "$work/jre" 25.0.1 "$jdk/bin/java"
  run env PANDO_JAVA_HOME="$work/jre" "$clone/pando" --version
  check "a JRE runs what is built" starts
  touch "$clone/$source_file"
  run env PANDO_JAVA_HOME="$work/jre" "$clone/pando" --version
  check "a JRE does not build, and that is said" err_has 'without a compiler'
  run env JAVA_HOME="$work/jre" "$clone/pando" --version
  check "with a JRE in JAVA_HOME a JDK is found for building" starts
}

missing_java() {
  if [ "$(id -u)" != 0 ] || ! unshare -m true 2>/dev/null; then
    skip "no Java at all (needs root and its own mounts)"
    return
  fi
  mkdir -p "$work/bin"
  ln -s /usr/bin/* /bin/* "$work/bin" 2>/dev/null
  rm -f "$work/bin/java" "$work/bin/mvn"
  # Every usual folder hidden below an empty one.
  # shellcheck disable=SC2016 # expanded by the inner shell
  run unshare -m sh -c '
    for folder in /usr/lib/jvm /usr/lib64/jvm /usr/java /opt; do
      [ ! -d "$folder" ] || mount -t tmpfs none "$folder" || exit 9
    done
    exec env -u JAVA_HOME -u PANDO_JAVA_HOME PATH="$1" HOME="$2" "$3/pando" --version' \
    sh "$work/bin" "$work/empty" "$clone"
  check "no Java: exit status 2" exits 2
  check "no Java: says what to install" err_has 'apt install openjdk-25-jdk'
  check "no Java: names the variable" err_has 'PANDO_JAVA_HOME=/path/to/jdk'
}

# as_nobody HOME COMMAND...: an unprivileged account without a home folder.
as_nobody() {
  local its_home=$1
  shift
  setpriv --reuid=65534 --regid=65534 --clear-groups env -i PATH="$PATH" HOME="$its_home" "$@"
}

other_users() {
  if [ "$(id -u)" != 0 ]; then
    skip "other users and sudo (needs root)"
    return
  fi
  theirs="$work/theirs"
  mkdir -p "$theirs/home"
  fresh_clone "$theirs/pando"
  run as_nobody "$theirs/home" "$theirs/pando/pando" --version
  check "an unbuilt clone of somebody else: exit status 1" exits 1
  check "and who has to build it" err_has "belongs to root, not to nobody"

  # What Maven would download; copied to be quick.
  mkdir -p "$theirs/home/.m2"
  cp -a --reflink=auto ~/.m2/repository "$theirs/home/.m2/"
  chown -R 65534:65534 "$theirs"
  run as_nobody "$theirs/home" "$theirs/pando/pando" --version
  check "an unprivileged user builds and starts" starts

  # Now that user has no home at all, and root starts what it owns.
  mkdir "$theirs/pando/.mvn/local"
  mv "$theirs/home/.m2" "$theirs/pando/.mvn/local/"
  chown -R 65534:65534 "$theirs/pando/.mvn/local"
  touch "$theirs/pando/$source_file"
  run sudo "$theirs/pando/pando" --version
  check "sudo builds a changed clone of another user and starts it" starts
  check "it did build" err_has '^pando: built in'
  check "and leaves no file of root's" [ -z "$(find "$theirs" -user root)" ]
  touch "$theirs/pando/$source_file"
  run as_nobody /nonexistent "$theirs/pando/pando" --version
  check "a user without any home folder builds" starts
  check "what Maven downloads for it is unknown to git" \
    [ -z "$(as_nobody /nonexistent git -C "$theirs/pando" status --porcelain)" ]
  for switch in sudo su; do
    without_setpriv "$switch"
  done

  chmod -R a-w "$theirs/pando"
  run as_nobody /nonexistent "$theirs/pando/pando" --version
  check "a built clone starts where it cannot be written" starts
}

# without_setpriv sudo|su: the other ways of root to become the owner.
without_setpriv() {
  rm -rf "$work/switch"
  mkdir "$work/switch"
  ln -s /usr/bin/* /usr/sbin/* "$work/switch" 2>/dev/null
  rm -f "$work/switch/setpriv"
  [ "$1" = sudo ] || rm -f "$work/switch/sudo"
  touch "$theirs/pando/$source_file"
  run env PATH="$work/switch" "$theirs/pando/pando" --version
  check "where setpriv is missing, $1 is used to build as the owner" starts
  check "and leaves no file of root's" [ -z "$(find "$theirs" -user root)" ]
}

maven_wrapper() {
  if [ "$(id -u)" != 0 ]; then
    skip "mvnw without Maven (needs an account without downloads)"
    return
  fi
  mkdir -p "$work/bin2" "$work/repository/org/apache/maven/apache-maven/3.9.16" "$work/nobody"
  ln -s /usr/bin/* "$work/bin2" 2>/dev/null
  rm -f "$work/bin2/mvn"
  chown 65534:65534 "$work/nobody"
  run as_nobody "$work/nobody" PATH="$work/bin2" "$clone/mvnw" --version
  check "mvnw without Maven: exit status 1" exits 1
  check "and what to install or set" err_has 'apt install maven'
  check "MVNW_REPOURL among it" err_has 'MVNW_REPOURL'
  echo 'not Maven' >"$work/repository/org/apache/maven/apache-maven/3.9.16/apache-maven-3.9.16-bin.tar.gz"
  run as_nobody "$work/nobody" PATH="$work/bin2" MVNW_REPOURL="file://$work/repository" "$clone/mvnw" --version
  check "a download that is not the pinned Maven is refused" err_has 'is not the expected file \(SHA-512'
  check "and not kept" [ -z "$(find "$work/nobody" -type f)" ]
  run "$clone/mvnw" --version
  check "mvnw runs an installed Maven on Java 25" out_has 'Java version: 2[5-9]'
  check "without Java's warnings about Maven" [ "$(grep -c WARNING "$work/err")" = 0 ]
}

first_use
later_use
changed_source
wrong_java
missing_java
other_users
maven_wrapper
finish
