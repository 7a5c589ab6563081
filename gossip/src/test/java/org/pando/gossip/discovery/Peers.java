package org.pando.gossip.discovery;

import java.nio.ByteBuffer;
import org.pando.gossip.GossipException;
import org.pando.gossip.PeerId;

/** Ids for tests, by number. */
public final class Peers {
  private Peers() {}

  public static PeerId peer(int number) {
    try {
      return PeerId.of(ByteBuffer.allocate(6).putShort((short) 4).putInt(number).array());
    } catch (GossipException e) {
      throw new AssertionError(e);
    }
  }
}
