package org.pando.resolver.answer;

/** A question that could not be answered. */
public final class ResolutionException extends Exception {
  private static final long serialVersionUID = 1L;

  /** Why. */
  public enum Kind {
    /** Nobody answered in time. */
    TIMEOUT,
    /** A server could not be reached, or the connection broke. */
    NETWORK,
    /** A server answered with an error or with something unusable. */
    SERVER_FAILURE,
    /** There is no server to ask. */
    NO_UPSTREAM,
    /** The name is under a network's suffix: it never leaves this node. */
    NOT_PUBLIC,
    /** A chain of aliases is too long or runs in a circle. */
    ALIAS_LOOP
  }

  private final Kind kind;

  public ResolutionException(Kind kind, String message) {
    super(message);
    this.kind = kind;
  }

  public ResolutionException(Kind kind, String message, Throwable cause) {
    super(message, cause);
    this.kind = kind;
  }

  public Kind kind() {
    return kind;
  }
}
