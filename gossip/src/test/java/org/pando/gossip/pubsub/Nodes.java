package org.pando.gossip.pubsub;

import java.nio.ByteBuffer;
import org.pando.gossip.Identity;
import org.pando.gossip.PeerId;
import org.pando.gossip.TestIdentity;

/** Keys and peer ids that tests tell apart by a number. */
final class Nodes {
  private Nodes() {}

  /** The seed is the number, repeated 32 times. */
  static Identity identity(int number) {
    return TestIdentity.of(number);
  }

  static PeerId peer(int number) {
    return anonymous(number).id();
  }

  /** One that signs nothing, of any number. */
  static Author anonymous(int number) {
    byte[] publicKey = ByteBuffer.allocate(32).putInt(28, number).array();
    return new Author(
        new Identity() {
          @Override
          public byte[] publicKey() {
            return publicKey.clone();
          }

          @Override
          public byte[] sign(byte[] message) {
            throw new AssertionError("nothing is signed here");
          }
        },
        1);
  }
}
