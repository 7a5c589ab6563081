package org.pando.resolver.cli;

import org.pando.resolver.control.ControlException;

/** The exit codes of the program. */
public enum ExitCode {
  DONE(0),
  FAILED(1),
  /** Usage or configuration. */
  USAGE(2),
  /** The node is not reachable, or the witness that decides is not. */
  UNREACHABLE(3),
  /** Refused by the registry, or a conflict. */
  REFUSED(4),
  /** Timed out or still pending. */
  PENDING(5);

  private final int number;

  ExitCode(int number) {
    this.number = number;
  }

  public int number() {
    return number;
  }

  static ExitCode of(ControlException.Kind kind) {
    return switch (kind) {
      case INVALID, UNKNOWN_NETWORK, TOO_LARGE -> USAGE;
      case NOT_FOUND, UNSUPPORTED, METHOD, STORE, INTERNAL, PROTOCOL -> FAILED;
      case TAKEN, NO_KEY, LOCKED, CONFLICT, REFUSED -> REFUSED;
      case UNREACHABLE, WITNESS_UNREACHABLE -> UNREACHABLE;
      case TIMEOUT, PENDING -> PENDING;
    };
  }
}
