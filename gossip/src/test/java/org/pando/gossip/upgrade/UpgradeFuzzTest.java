package org.pando.gossip.upgrade;

import static org.junit.jupiter.api.Assertions.assertNull;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Timeout;
import org.pando.gossip.GossipException;
import org.pando.gossip.Pieces;
import org.pando.gossip.TestIdentity;

/** Bytes of nobody's: whatever they are, no end is ever through. */
@Timeout(10)
final class UpgradeFuzzTest {
  @FuzzTest
  void listener(byte[] input) {
    assertNeverThrough(Upgrade.listener(TestIdentity.of(2), new SplittableRandom(1), true), input);
  }

  @FuzzTest
  void dialer(byte[] input) {
    Upgrade dialer = Upgrade.dialer(TestIdentity.of(1), null, new SplittableRandom(1), true);
    dialer.start();
    assertNeverThrough(dialer, input);
  }

  private static void assertNeverThrough(Upgrade upgrade, byte[] input) {
    List<byte[]> pieces = input.length == 0 ? List.of() : Pieces.of(input, 1 + (input[0] & 0x3f));
    try {
      for (byte[] piece : pieces) {
        upgrade.receive(piece);
      }
    } catch (GossipException e) {
      // refused
    }
    assertNull(upgrade.result());
  }
}
