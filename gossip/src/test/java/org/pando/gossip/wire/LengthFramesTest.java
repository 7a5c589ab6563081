package org.pando.gossip.wire;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.pando.gossip.Decoding.assertRefused;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.pando.gossip.GossipException;
import org.pando.gossip.GossipException.Kind;

class LengthFramesTest {
  @Test
  void framesComeOutWholeHoweverTheStreamIsCut() throws GossipException {
    Random random = new Random(3);
    for (int round = 0; round < 200; round++) {
      List<byte[]> sent = new ArrayList<>();
      ByteArrayOutputStream stream = new ByteArrayOutputStream();
      for (int i = 0; i < 20; i++) {
        byte[] message = new byte[random.nextInt(5) == 0 ? 1000 : random.nextInt(130)];
        random.nextBytes(message);
        sent.add(message);
        stream.writeBytes(LengthFrames.frame(message));
      }
      LengthFrames frames = new LengthFrames(1000);
      List<byte[]> received = new ArrayList<>();
      byte[] bytes = stream.toByteArray();
      for (int at = 0; at < bytes.length; ) {
        int end = Math.min(bytes.length, at + 1 + random.nextInt(300));
        received.addAll(frames.receive(Arrays.copyOfRange(bytes, at, end)));
        at = end;
      }
      assertTrue(frames.isEmpty());
      assertEquals(sent.size(), received.size());
      for (int i = 0; i < sent.size(); i++) {
        assertArrayEquals(sent.get(i), received.get(i));
      }
    }
  }

  @Test
  void theLimitIsInclusiveAndChecksTheLengthAlone() throws GossipException {
    LengthFrames frames = new LengthFrames(200);
    assertEquals(200, frames.receive(LengthFrames.frame(new byte[200])).getFirst().length);
    assertRefused(Kind.LIMIT, () -> frames.receive(hex("c901")));
  }

  @Test
  void aLengthOfMoreBytesThanTheLimitsOwnIsRefused() {
    LengthFrames frames = new LengthFrames(200);
    assertRefused(Kind.MALFORMED, () -> frames.receive(hex("ffff")));
  }

  @Test
  void anUnfinishedFrameIsSeen() throws GossipException {
    LengthFrames frames = new LengthFrames(200);
    assertTrue(frames.isEmpty());
    assertEquals(List.of(), frames.receive(hex("02aa")));
    assertFalse(frames.isEmpty());
    assertEquals(1, frames.receive(hex("bb")).size());
    assertTrue(frames.isEmpty());
  }

  @Test
  void emptyFramesAreFrames() throws GossipException {
    assertEquals(2, new LengthFrames(10).receive(hex("0000")).size());
    assertArrayEquals(hex("00"), LengthFrames.frame(new byte[0]));
  }

  private static byte[] hex(String text) {
    return HexFormat.of().parseHex(text);
  }
}
