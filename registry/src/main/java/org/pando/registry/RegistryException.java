package org.pando.registry;

/** An operation that the registry did not carry out; the message says what to do about it. */
public final class RegistryException extends Exception {
  private static final long serialVersionUID = 1L;

  /** Why. */
  public enum Kind {
    /** The name, a record or another argument breaks a rule. */
    INVALID,
    /** No network of this node has the suffix. */
    UNKNOWN_NETWORK,
    /** The name does not exist. */
    NOT_FOUND,
    /** The name belongs to another key. */
    TAKEN,
    /** The key that could sign is not on this node. */
    NO_KEY,
    /** The key that could sign needs its passphrase, or the one given does not open it. */
    LOCKED,
    /** The name changed since the caller looked ({@code --expect-seq}), or the key is there. */
    CONFLICT,
    /** A rule of the network forbids it, or forbids it now. */
    REFUSED,
    /** The witness that decides it cannot be asked; nothing has happened. */
    UNREACHABLE,
    /** It has begun, and the witness that decides it has not confirmed it; it goes on by itself. */
    PENDING,
    /** The store could not be read or written: disk full, read-only, damaged; or no memory. */
    STORE
  }

  private final Kind kind;

  public RegistryException(Kind kind, String message) {
    super(message);
    this.kind = kind;
  }

  public RegistryException(Kind kind, String message, Throwable cause) {
    super(message, cause);
    this.kind = kind;
  }

  public Kind kind() {
    return kind;
  }
}
