package org.pando.resolver.cli;

/** How much goes to stderr. */
public enum Verbosity {
  /** {@code -q}: errors only. */
  QUIET,
  NORMAL,
  /** {@code -v}: details, stack traces of bugs. */
  VERBOSE
}
