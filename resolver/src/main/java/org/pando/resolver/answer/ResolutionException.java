package org.pando.resolver.answer;

import org.jspecify.annotations.Nullable;

/**
 * A question that could not be answered. It has no stack trace: this is an outcome, and in an
 * outage one of thousands.
 */
public final class ResolutionException extends Exception {
  private static final long serialVersionUID = 1L;

  private final Failure failure;
  private final transient @Nullable ExtendedError error;

  public ResolutionException(Failure failure, String message) {
    this(failure, message, (Throwable) null);
  }

  public ResolutionException(Failure failure, String message, @Nullable Throwable cause) {
    super(message, cause, false, false);
    this.failure = failure;
    this.error = null;
  }

  /**
   * @param error what a server said of the reason
   */
  public ResolutionException(Failure failure, String message, ExtendedError error) {
    super(message, null, false, false);
    this.failure = failure;
    this.error = error;
  }

  public Failure failure() {
    return failure;
  }

  /** What the client is told of the reason: what a server said, else what the failure implies. */
  public ExtendedError extendedError() {
    return error != null ? error : ExtendedError.of(failure.code(), String.valueOf(getMessage()));
  }

  /**
   * Whether a stale answer may stand in (RFC 8767 section 4): never when the answer was refused by
   * validation, be it a server's.
   */
  public boolean staleAllowed() {
    return failure.staleAllowed();
  }

  /** The reply to the client. */
  public WireAnswer reply() {
    return failure.reply(extendedError());
  }
}
