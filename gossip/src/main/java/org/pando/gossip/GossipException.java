package org.pando.gossip;

/** What went wrong between this node and a peer. The message says where, what, and what to do. */
public final class GossipException extends Exception {
  private static final long serialVersionUID = 1L;

  /** Why. */
  public enum Kind {
    /** Bytes or text that do not decode. */
    MALFORMED,
    /** More than a limit allows. */
    LIMIT,
    /** Bytes that decode and break a protocol's rules, a wrong signature or identity included. */
    PROTOCOL,
    /** No connection to the peer, and none could be made. */
    UNREACHABLE,
    /** The peer, or this node, does not want it. */
    REFUSED,
    /** No progress in time. */
    TIMEOUT,
    /** The connection, stream or node was closed. */
    CLOSED
  }

  private final Kind kind;

  public GossipException(Kind kind, String message) {
    super(message);
    this.kind = kind;
  }

  public GossipException(Kind kind, String message, Throwable cause) {
    super(message, cause);
    this.kind = kind;
  }

  public static GossipException malformed(String message) {
    return new GossipException(Kind.MALFORMED, message);
  }

  public static GossipException limit(String message) {
    return new GossipException(Kind.LIMIT, message);
  }

  public static GossipException protocol(String message) {
    return new GossipException(Kind.PROTOCOL, message);
  }

  public Kind kind() {
    return kind;
  }
}
