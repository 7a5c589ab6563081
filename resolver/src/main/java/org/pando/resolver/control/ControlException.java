package org.pando.resolver.control;

/** A request that was not carried out; the message says where, what, and what to do about it. */
public final class ControlException extends Exception {
  private static final long serialVersionUID = 1L;

  /** Why. On the wire its name in lower case, with {@code -} for {@code _}. */
  public enum Kind {
    /** An argument breaks a rule. */
    INVALID(400),
    /** No network of the node has the suffix. */
    UNKNOWN_NETWORK(400),
    /** The thing asked for does not exist. */
    NOT_FOUND(404),
    /** The node does not know the request: it is older than the program that asks. */
    UNSUPPORTED(404),
    /** The path exists, for other methods. */
    METHOD(405),
    /** The name belongs to another key. */
    TAKEN(409),
    /** The key that could sign is not on the node. */
    NO_KEY(403),
    /** The key that could sign needs its passphrase, or the one given does not open it. */
    LOCKED(403),
    /** The thing changed since the caller looked. */
    CONFLICT(409),
    /** A rule of the network forbids it, or forbids it now. */
    REFUSED(409),
    /** The witness that decides it cannot be asked; nothing has happened. */
    WITNESS_UNREACHABLE(503),
    /** It has begun and is not confirmed; the node goes on by itself. */
    PENDING(504),
    /** The request is larger than {@link ControlServer#MAX_BODY}. */
    TOO_LARGE(413),
    /** The node's store could not be read or written. */
    STORE(500),
    /** A bug in the node. */
    INTERNAL(500),
    /** No answer in time; what was asked for may still happen. */
    TIMEOUT(504),
    /** Made by the client only: nothing answers on the socket. */
    UNREACHABLE(503),
    /** Made by the client only: what answers does not speak this protocol. */
    PROTOCOL(502);

    private final int httpStatus;

    Kind(int httpStatus) {
      this.httpStatus = httpStatus;
    }

    int httpStatus() {
      return httpStatus;
    }
  }

  private final Kind kind;

  public ControlException(Kind kind, String message) {
    super(message);
    this.kind = kind;
  }

  public ControlException(Kind kind, String message, Throwable cause) {
    super(message, cause);
    this.kind = kind;
  }

  public Kind kind() {
    return kind;
  }
}
