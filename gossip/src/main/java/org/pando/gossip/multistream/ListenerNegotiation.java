package org.pando.gossip.multistream;

import java.io.ByteArrayOutputStream;
import java.util.function.Predicate;
import org.pando.gossip.GossipException;

/** The end that is asked. It lists nothing: {@code ls} is a protocol that it does not have. */
final class ListenerNegotiation extends Negotiation {
  private final Predicate<String> supported;
  private int proposed;

  ListenerNegotiation(Predicate<String> supported) {
    this.supported = supported;
  }

  @Override
  public byte[] start() {
    return new byte[0];
  }

  @Override
  void answerHeader(ByteArrayOutputStream out) {
    Messages.write(out, Messages.HEADER);
  }

  @Override
  void answer(String message, ByteArrayOutputStream out) throws GossipException {
    if (++proposed > MAX_PROPOSALS) {
      throw GossipException.limit(
          "multistream: more than " + MAX_PROPOSALS + " protocols were proposed");
    }
    if (supported.test(message)) {
      settle(message);
      Messages.write(out, message);
    } else {
      Messages.write(out, Messages.NOT_AVAILABLE);
    }
  }
}
