package org.pando.gossip.yamux;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Timeout;
import org.pando.gossip.GossipException;

/**
 * Frames of a stranger. The first byte says which side we are and whether what comes is consumed,
 * the second how large the pieces are that the rest comes in.
 */
@Timeout(10)
final class YamuxSessionFuzzTest {
  @FuzzTest
  void receive(byte[] input) {
    if (input.length < 2) {
      return;
    }
    YamuxSession session = new YamuxSession((input[0] & 1) != 0, YamuxLimits.DEFAULT);
    int piece = 1 + (input[1] & 0xff);
    boolean consumes = (input[0] & 2) != 0;
    Map<Integer, Integer> held = new HashMap<>();
    try {
      session.open();
      for (int at = 2; at < input.length; at += piece) {
        byte[] bytes = Arrays.copyOfRange(input, at, Math.min(input.length, at + piece));
        for (YamuxEvent event : session.receive(bytes, at)) {
          take(session, event, consumes, held);
        }
        Frames.read(session.output(64 + piece * 4));
      }
    } catch (GossipException e) {
      assertEquals(1, Frames.read(session.output(64)).size(), "only a GoAway");
      assertEquals(0, session.streams());
    }
  }

  private static void take(
      YamuxSession session, YamuxEvent event, boolean consumes, Map<Integer, Integer> held) {
    switch (event) {
      case YamuxEvent.Opened opened -> {
        held.remove(opened.stream());
        session.write(opened.stream(), new byte[20_000]);
      }
      case YamuxEvent.Data data -> {
        if (consumes) {
          session.consumed(data.stream(), data.bytes().length);
        } else if (held.merge(data.stream(), data.bytes().length, Integer::sum) > 262_144) {
          throw new AssertionError("more than a window");
        }
      }
      case YamuxEvent.Ended ended -> session.end(ended.stream());
      case YamuxEvent.Reset ended -> session.write(ended.stream(), new byte[1]);
      case YamuxEvent.Writable writable -> throw new AssertionError("comes from drained()");
      case YamuxEvent.Pong pong -> throw new AssertionError("nobody pinged");
      case YamuxEvent.GoneAway away -> session.goAway(YamuxSession.NORMAL);
    }
  }
}
