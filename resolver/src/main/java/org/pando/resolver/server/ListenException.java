package org.pando.resolver.server;

import java.net.InetSocketAddress;
import java.util.Locale;
import org.pando.resolver.config.ListenAddress;

/** An address that could not be listened on. */
public final class ListenException extends Exception {
  private static final long serialVersionUID = 1L;

  /** What stands in the way. */
  public enum Kind {
    /** Ports below 1024 need a right that this process does not have. */
    PERMISSION,
    /** Another process has it. */
    IN_USE,
    /** This computer does not have the address now. */
    NO_SUCH_ADDRESS,
    OTHER
  }

  private final Kind kind;

  private ListenException(Kind kind, String message, Throwable cause) {
    super(message, cause);
    this.kind = kind;
  }

  public Kind kind() {
    return kind;
  }

  /** Native transports and NIO word the system's errors differently; both name them. */
  static ListenException of(InetSocketAddress address, Exception e) {
    String message = e.getMessage() == null ? e.toString() : e.getMessage();
    Kind kind = kind(message.toLowerCase(Locale.ROOT));
    String reason =
        switch (kind) {
          case PERMISSION -> "permission denied";
          case IN_USE -> "address already in use";
          case NO_SUCH_ADDRESS -> "this computer does not have the address";
          case OTHER -> message;
        };
    return new ListenException(kind, ListenAddress.of(address).text() + ": " + reason, e);
  }

  private static Kind kind(String message) {
    if (message.contains("permission denied") || message.contains("eacces")) {
      return Kind.PERMISSION;
    }
    if (message.contains("already in use") || message.contains("eaddrinuse")) {
      return Kind.IN_USE;
    }
    boolean noAddress =
        message.contains("cannot assign")
            || message.contains("can't assign")
            || message.contains("eaddrnotavail")
            || message.contains("not supported");
    return noAddress ? Kind.NO_SUCH_ADDRESS : Kind.OTHER;
  }
}
