package org.pando.gossip.identity;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.code_intelligence.jazzer.junit.FuzzTest;
import org.junit.jupiter.api.Timeout;
import org.pando.gossip.Decoding;
import org.pando.gossip.PeerId;

@Timeout(10)
final class PublicKeyFuzzTest {
  /** A key has this one encoding, and signed nothing. */
  @FuzzTest
  void decode(byte[] input) {
    PublicKey key = Decoding.attempt(() -> PublicKey.decode(input));
    if (key != null) {
      assertArrayEquals(input, key.encode());
      assertEquals(key.peerId(), Decoding.attempt(() -> PeerId.parse(key.peerId().toString())));
      assertFalse(key.verify(new byte[0], input));
    }
  }

  /** Whatever is there for a signature, each type answers. */
  @FuzzTest
  void verify(byte[] input) {
    for (PublicKey key : PublicKeyTest.oneOfEachType()) {
      assertFalse(key.verify(new byte[] {1}, input), key::toString);
    }
  }
}
