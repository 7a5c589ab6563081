package org.pando.gossip.multistream;

import java.io.ByteArrayOutputStream;
import java.util.List;
import org.pando.gossip.GossipException;

/** The end that proposes. */
final class DialerNegotiation extends Negotiation {
  private static final int MAX_PROTOCOL = 256;

  private final List<String> proposals;
  private int proposed;

  DialerNegotiation(List<String> proposals, boolean lazy) {
    if (proposals.isEmpty() || proposals.size() > (lazy ? 1 : MAX_PROPOSALS)) {
      throw new IllegalArgumentException(
          proposals.size() + (lazy ? " proposals of a lazy dialer" : " proposals"));
    }
    for (String proposal : proposals) {
      if (proposal.isEmpty() || proposal.length() > MAX_PROTOCOL) {
        throw new IllegalArgumentException("a protocol id of " + proposal.length() + " characters");
      }
    }
    this.proposals = List.copyOf(proposals);
    if (lazy) {
      select(this.proposals.getFirst());
    }
  }

  @Override
  public byte[] start() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Messages.write(out, Messages.HEADER);
    Messages.write(out, proposals.getFirst());
    return out.toByteArray();
  }

  @Override
  void answerHeader(ByteArrayOutputStream out) {
    // It went out with the first proposal.
  }

  @Override
  void answer(String message, ByteArrayOutputStream out) throws GossipException {
    String proposal = proposals.get(proposed);
    if (message.equals(proposal)) {
      settle(proposal);
    } else if (!message.equals(Messages.NOT_AVAILABLE)) {
      throw GossipException.protocol(
          "multistream: the answer to " + proposal + " is neither that nor na");
    } else if (++proposed < proposals.size()) {
      Messages.write(out, proposals.get(proposed));
    } else {
      settle(null);
    }
  }
}
