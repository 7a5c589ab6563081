# shellcheck shell=sh
# Where Java is: sourced by pando and mvnw. Versions are read from the file `release` that every
# Java carries; a Java is started to ask it only when it has none.

lowest_java=25

# feature_release HOME [ask]: sets `feature` to the feature release of the Java in HOME (25 for
# "25.0.3"), 0 if none is there or, without `ask`, if it has no `release` file.
feature_release() {
  feature=0
  [ -x "$1/bin/java" ] || return 0
  java_version=
  if [ -r "$1/release" ]; then
    while IFS='=' read -r java_key java_value || [ -n "$java_key" ]; do
      [ "$java_key" = JAVA_VERSION ] || continue
      java_version=${java_value#\"}
      break
    done <"$1/release"
  elif [ $# -gt 1 ]; then
    java_version=$("$1/bin/java" -version 2>&1 | sed -n 's/.* version "\([^"]*\)".*/\1/p')
  fi
  feature=${java_version%%[!0-9]*}
  feature=${feature:-0}
}

# java_suits jre|jdk HOME [ask]: whether the Java in HOME is new enough and, for jdk, has a compiler.
java_suits() {
  java_need=$1
  shift
  feature_release "$@"
  [ "$feature" -ge "$lowest_java" ] || return 1
  [ "$java_need" = jre ] || [ -x "$1/bin/javac" ]
}

# java_of_path: sets `found` to the home of the `java` on PATH, or to nothing.
java_of_path() {
  found=$(command -v java) || { found=; return 0; }
  found=$(readlink -f -- "$found")
  # A java in /usr/bin that is no link is macOS's stand-in, which only looks into the usual folders.
  if [ "$found" = /usr/bin/java ]; then found=; return 0; fi
  if [ -r "${found%/bin/java}/release" ]; then
    found=${found%/bin/java}
  else
    # A version switcher's script, or a Java without `release`.
    found=$("$found" -XshowSettings:properties -version 2>&1 | sed -n 's/^ *java\.home = //p')
  fi
}

# java_of_folders jre|jdk USERHOME: sets `found` to the oldest suitable Java of the usual folders.
java_of_folders() {
  found=
  found_feature=
  for java_candidate in \
    /usr/lib/jvm/* /usr/lib64/jvm/* /usr/java/* /opt/* /opt/java/* \
    "$2"/.sdkman/candidates/java/* "$2"/.jdks/* \
    "$2"/Library/Java/JavaVirtualMachines/*/Contents/Home \
    /Library/Java/JavaVirtualMachines/*/Contents/Home \
    /opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home \
    /usr/local/opt/openjdk*/libexec/openjdk.jdk/Contents/Home \
    /home/linuxbrew/.linuxbrew/opt/openjdk*/libexec; do
    java_suits "$1" "$java_candidate" || continue
    if [ -z "$found" ] || [ "$feature" -lt "$found_feature" ]; then
      found=$java_candidate found_feature=$feature
    fi
  done
}

# find_java jre|jdk [USERHOME]: sets `java_home`; returns 1 when there is none, 2 when
# PANDO_JAVA_HOME names one that does not suit. explain_java then says what to do.
find_java() {
  java_home=
  if [ -n "${PANDO_JAVA_HOME:-}" ]; then
    java_suits "$1" "$PANDO_JAVA_HOME" ask || return 2
    java_home=$PANDO_JAVA_HOME
    return 0
  fi
  if [ -n "${JAVA_HOME:-}" ] && java_suits "$1" "$JAVA_HOME" ask; then
    java_home=$JAVA_HOME
    return 0
  fi
  java_of_path
  if [ -n "$found" ] && java_suits "$1" "$found" ask; then
    java_home=$found
    return 0
  fi
  java_of_folders "$1" "${2:-${HOME:-/nonexistent}}"
  java_home=$found
  [ -n "$java_home" ]
}

# explain_java jre|jdk WHO: after find_java failed, prints why and what to do.
explain_java() {
  if [ -n "${PANDO_JAVA_HOME:-}" ]; then
    feature_release "$PANDO_JAVA_HOME" ask
    if [ "$feature" -ge "$lowest_java" ]; then
      java_fault="holds a Java $feature without a compiler (bin/javac): a JRE, which runs Pando but cannot build it"
    elif [ "$feature" -gt 0 ]; then
      java_fault="holds Java $feature; Pando needs Java $lowest_java or newer"
    elif [ -d "$PANDO_JAVA_HOME" ]; then
      java_fault="holds no Java that starts (bin/java)"
    else
      java_fault="is not a folder"
    fi
    cat >&2 <<EOF
$2: PANDO_JAVA_HOME=$PANDO_JAVA_HOME $java_fault.
Set it to the home of a JDK $lowest_java or newer, or unset it so that $2 looks for one.
EOF
    return 0
  fi
  java_wanted="Java $lowest_java or newer"
  [ "$1" = jre ] || java_wanted="JDK $lowest_java or newer"
  cat >&2 <<EOF
$2: no $java_wanted found in JAVA_HOME, on PATH or in the usual folders.
Building Pando needs a JDK (a Java with javac); a built Pando runs on a JRE too. To install a JDK:
  Debian, Ubuntu   sudo apt install openjdk-$lowest_java-jdk-headless
  Fedora           sudo dnf install java-$lowest_java-openjdk-devel
  Arch Linux       sudo pacman -S jdk-openjdk
  Alpine Linux     sudo apk add openjdk$lowest_java
  macOS            brew install openjdk
  elsewhere, or if your release has no such package: Eclipse Temurin $lowest_java, https://adoptium.net
If it is installed in an unusual place: PANDO_JAVA_HOME=/path/to/jdk in front of the command.
EOF
}
