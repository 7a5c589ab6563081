package org.pando.registry.crypto;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.pando.registry.Bytes;
import org.pando.registry.NetworkId;
import org.pando.registry.Vectors;

final class StampTest {
  private static final NetworkId NETWORK = new NetworkId(Vectors.hex("n1.networkId"));

  @Test
  void theSpecificationsStampIsWorthItsBits() {
    Bytes subject = Vectors.hex("key.subject");
    Bytes stamp = Vectors.hex("stamp.bits8.nonce");
    assertEquals(Vectors.hex("stamp.bits8.hash"), Stamp.hash(NETWORK, subject, stamp));
    assertTrue(Stamp.isWorth(9, NETWORK, subject, stamp));
    assertFalse(Stamp.isWorth(10, NETWORK, subject, stamp));
    assertFalse(Stamp.isWorth(8, NETWORK, stamp, stamp));
  }
}
