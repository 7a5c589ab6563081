package org.pando.gossip.pubsub;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.bouncycastle.math.ec.rfc8032.Ed25519;
import org.pando.gossip.Identity;
import org.pando.gossip.PeerId;

/** Keys and peer ids that tests tell apart by a number. */
final class Nodes {
  private Nodes() {}

  /** The seed is the number, repeated 32 times. */
  static Identity identity(int number) {
    byte[] seed = new byte[32];
    Arrays.fill(seed, (byte) number);
    byte[] publicKey = new byte[32];
    Ed25519.generatePublicKey(seed, 0, publicKey, 0);
    return new Identity() {
      @Override
      public byte[] publicKey() {
        return publicKey.clone();
      }

      @Override
      public byte[] sign(byte[] message) {
        byte[] signature = new byte[64];
        Ed25519.sign(seed, 0, message, 0, message.length, signature, 0);
        return signature;
      }
    };
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
