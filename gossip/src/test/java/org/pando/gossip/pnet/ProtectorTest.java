package org.pando.gossip.pnet;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.pando.gossip.GossipException;
import org.pando.gossip.Pieces;
import org.pando.gossip.TestIdentity;
import org.pando.gossip.upgrade.Upgrade;

class ProtectorTest {
  private static final byte[] KEY =
      HexFormat.of().parseHex("1b27556473e985d462cd51197a9a46c76009549eac6474f206c4ee0844f68389");
  private static final byte[] NONCE =
      HexFormat.of().parseHex("69696ee955b62b73cd62bda875fc73d68219e0036b7a0b37");

  private final SplittableRandom random = new SplittableRandom(4);

  /** Randomness that is known. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Fixed(byte[] next) implements RandomGenerator {
    @Override
    public void nextBytes(byte[] bytes) {
      System.arraycopy(next, 0, bytes, 0, bytes.length);
    }

    @Override
    public long nextLong() {
      throw new UnsupportedOperationException();
    }
  }

  /** The key stream of the XSalsa20 paper's tests, as NaCl prints it. */
  @Test
  void streamIsXSalsa20UnderTheNonceThatWasSent() {
    Protector protector = new Protector(KEY, new Fixed(NONCE));
    assertArrayEquals(NONCE, protector.start());
    assertEquals(
        "eea6a7251c1e72916d11c2cb214d3c252539121d8e234e652d651fa4c8cff880",
        HexFormat.of().formatHex(protector.protect(new byte[32])));
  }

  @Test
  void anyPiecesComeOutAsTheyWentInBothWays() {
    for (int most : new int[] {1, 5, 23, 24, 25, 70, 5000}) {
      Protector ours = new Protector(KEY, random);
      Protector theirs = new Protector(KEY, random);
      assertCarries(ours, theirs, most);
      assertCarries(theirs, ours, most);
    }
  }

  private void assertCarries(Protector from, Protector to, int most) {
    byte[] sent = new byte[4000];
    random.nextBytes(sent);
    ByteArrayOutputStream wire = new ByteArrayOutputStream();
    wire.writeBytes(from.start());
    for (byte[] piece : Pieces.random(sent, 900, random)) {
      wire.writeBytes(from.protect(piece));
    }
    ByteArrayOutputStream received = new ByteArrayOutputStream();
    for (byte[] piece : Pieces.random(wire.toByteArray(), most, random)) {
      received.writeBytes(to.receive(piece));
    }
    assertArrayEquals(sent, received.toByteArray());
  }

  @Test
  void twoConnectionsNeverShareAStream() {
    byte[] one = new Protector(KEY, random).protect(new byte[64]);
    byte[] other = new Protector(KEY, random).protect(new byte[64]);
    assertEquals(false, Arrays.equals(one, other));
  }

  @Test
  void bytesThatWereHandedInStayAsTheyWere() {
    byte[] bytes = new byte[64];
    new Protector(KEY, random).protect(bytes);
    assertArrayEquals(new byte[64], bytes);
  }

  @Test
  void keyOfAnotherLengthIsRefused() {
    for (int length : new int[] {0, 31, 33}) {
      IllegalArgumentException e =
          assertThrows(
              IllegalArgumentException.class, () -> new Protector(new byte[length], random));
      assertEquals("a network's key has 32 bytes, this one " + length, e.getMessage());
    }
  }

  /** Nobody of another network, or of none, gets through an upgrade, whichever end it is. */
  @Test
  void strangersGetNoUpgrade() {
    for (int i = 0; i < 200; i++) {
      byte[] otherKey = KEY.clone();
      otherKey[i % otherKey.length] ^= 1;
      Protector ours = new Protector(KEY, random);
      Protector theirs = new Protector(otherKey, random);
      Upgrade listener = Upgrade.listener(TestIdentity.of(2), random, true);
      theirs.receive(ours.start());
      byte[] asked = ours.receive(theirs.start());
      assertEquals(0, asked.length);
      Upgrade dialer = Upgrade.dialer(TestIdentity.of(1), null, random, true);
      assertUnheard(listener, ours.receive(theirs.protect(dialer.start())));
      assertUnheard(
          Upgrade.listener(TestIdentity.of(2), random, true),
          new Protector(KEY, random).receive(dialer.start()));
    }
  }

  private static void assertUnheard(Upgrade listener, byte[] bytes) {
    try {
      assertEquals(0, listener.receive(bytes).length);
    } catch (GossipException e) {
      // what a stranger says is refused
    }
    assertNull(listener.result());
  }
}
