package org.pando.gossip.multistream;

import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.pando.gossip.GossipException;

/**
 * One end of a multistream-select 1.0 negotiation (libp2p's connections/README.md), without I/O:
 * bytes in, bytes out. Owned by its connection's thread.
 *
 * <p>The dialer writes the header and its first proposal at once, and its next one for every {@code
 * na}; the listener answers the header when it has seen the dialer's. Once {@link #settled} is true
 * the negotiation is over: {@link #leftover} belongs to the protocol, and {@link #receive} takes no
 * more.
 */
public abstract sealed class Negotiation permits DialerNegotiation, ListenerNegotiation {
  /** How many protocols may be proposed in one negotiation, {@code ls} counted. */
  public static final int MAX_PROPOSALS = 20;

  private final Messages messages = new Messages();
  private boolean headerSeen;
  private boolean settled;
  private @Nullable String selected;

  /**
   * @param proposals best first, 1 to {@link #MAX_PROPOSALS}
   * @param lazy whether the protocol's own bytes follow the only proposal before its answer: {@link
   *     #selected} is that protocol from the start, and null when it is refused
   */
  public static Negotiation dialer(List<String> proposals, boolean lazy) {
    return new DialerNegotiation(proposals, lazy);
  }

  /**
   * @param supported which protocols are served
   */
  public static Negotiation listener(Predicate<String> supported) {
    return new ListenerNegotiation(supported);
  }

  /** What to send first; empty at the listener. */
  public abstract byte[] start();

  /** A message behind the header; it writes what to answer. */
  abstract void answer(String message, ByteArrayOutputStream out) throws GossipException;

  /** What a header is answered with. */
  abstract void answerHeader(ByteArrayOutputStream out);

  /**
   * @return what to send, may be empty
   * @throws GossipException MALFORMED, LIMIT, PROTOCOL: the stream or connection is to be reset
   */
  public final byte[] receive(byte[] bytes) throws GossipException {
    if (settled) {
      throw new IllegalStateException("the negotiation is over");
    }
    messages.add(bytes);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    String message;
    while (!settled && (message = messages.next()) != null) {
      if (headerSeen) {
        answer(message, out);
      } else {
        checkHeader(message);
        headerSeen = true;
        answerHeader(out);
      }
    }
    return out.toByteArray();
  }

  private static void checkHeader(String message) throws GossipException {
    if (!message.equals(Messages.HEADER)) {
      throw GossipException.protocol(
          "multistream: the first message is not "
              + Messages.HEADER
              + "; the peer speaks another protocol or version");
    }
  }

  /** The protocol that both ends speak from now on; null while there is none. */
  public final @Nullable String selected() {
    return selected;
  }

  /** Whether the negotiation is over, with or without a protocol. */
  public final boolean settled() {
    return settled;
  }

  /** Whether every proposal was refused; the stream is to be reset then, not closed. */
  public final boolean refused() {
    return settled && selected == null;
  }

  /** What was received behind the negotiation's end; empty while it is not over. */
  public final byte[] leftover() {
    return settled ? messages.rest() : new byte[0];
  }

  final void select(String protocol) {
    selected = protocol;
  }

  /** Ends the negotiation. */
  final void settle(@Nullable String protocol) {
    selected = protocol;
    settled = true;
  }
}
