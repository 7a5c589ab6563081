package org.pando.gossip.yamux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pando.gossip.GossipException;

/** Two sessions back to back, driven at random, their bytes cut anywhere. */
class YamuxPropertyTest {
  private static final int START_WINDOW = 262_144;

  /** One end: what it wrote and heard of each stream, and what it has not consumed. */
  private static final class End {
    final YamuxSession session;
    final RandomGenerator random;
    final ByteArrayOutputStream wire = new ByteArrayOutputStream();
    final List<Integer> open = new ArrayList<>();
    final Set<Integer> ended = new HashSet<>();
    final Map<Integer, Long> written = new HashMap<>();
    final Map<Integer, Long> heard = new HashMap<>();
    final Map<Integer, Long> unconsumed = new HashMap<>();
    final Set<Integer> heardEnd = new HashSet<>();
    final Map<Integer, Long> allowed = new HashMap<>();
    final ByteArrayOutputStream granted = new ByteArrayOutputStream();
    int pongs;
    long now;

    End(boolean dialer, RandomGenerator random) {
      this.session = new YamuxSession(dialer, YamuxLimits.DEFAULT);
      this.random = random;
    }

    void act(Set<Integer> reset) throws GossipException {
      now += 100_000_000;
      int stream = open.isEmpty() ? 0 : open.get(random.nextInt(open.size()));
      switch (random.nextInt(12)) {
        case 0 -> {
          if (open.size() < 30) {
            opened(session.open());
          }
        }
        case 1, 2, 3 -> write(stream, random.nextInt(1 << random.nextInt(19)));
        case 4 -> {
          if (random.nextInt(4) == 0) {
            end(stream);
          }
        }
        case 5 -> {
          if (random.nextInt(20) == 0 && stream != 0) {
            reset.add(stream);
            session.reset(stream);
            open.remove(/* element */ (Integer) stream);
          }
        }
        case 6 -> session.ping(now);
        default -> consume(stream, 1 + random.nextInt(1 << random.nextInt(19)));
      }
    }

    void opened(int stream) {
      open.add(stream);
    }

    void write(int stream, int length) {
      if (stream != 0 && !ended.contains(stream)) {
        long at = written.getOrDefault(stream, 0L);
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
          bytes[i] = content(stream, at + i);
        }
        session.write(stream, bytes);
        written.put(stream, at + length);
      }
    }

    void end(int stream) {
      if (stream != 0 && ended.add(stream)) {
        session.end(stream);
      }
    }

    void consume(int stream, long most) {
      long part = Math.min(most, unconsumed.getOrDefault(stream, 0L));
      if (part > 0) {
        unconsumed.merge(stream, -part, Long::sum);
        session.consumed(stream, (int) part);
      }
    }

    /** Puts what is to be sent on the wire, and holds it against the window that was granted. */
    void flush(int max) {
      learnGrants();
      byte[] out = session.output(max);
      wire.writeBytes(out);
      for (Frames.Frame frame : Frames.read(out)) {
        boolean combined = (frame.flags() & 3) != 0 && (frame.flags() & 4) != 0;
        assertTrue(!combined, "SYN or ACK with FIN");
        if (frame.type() == Frames.DATA) {
          assertTrue(frame.length() > 0 && frame.length() <= 16_384);
          long left = allowed.getOrDefault(frame.stream(), (long) START_WINDOW) - frame.length();
          assertTrue(left >= 0, "window exceeded");
          allowed.put(frame.stream(), left);
        }
      }
    }

    /** Reads the windows from the whole frames that have come. */
    void learnGrants() {
      byte[] bytes = granted.toByteArray();
      int at = 0;
      while (at + 12 <= bytes.length) {
        ByteBuffer header = ByteBuffer.wrap(bytes, at, 12);
        int type = header.get(at + 1);
        int length = header.getInt(at + 8);
        int size = type == Frames.DATA ? 12 + length : 12;
        if (at + size > bytes.length) {
          break;
        }
        if (type == Frames.WINDOW) {
          int stream = header.getInt(at + 4);
          allowed.put(stream, allowed.getOrDefault(stream, (long) START_WINDOW) + length);
        }
        at += size;
      }
      granted.reset();
      granted.write(bytes, at, bytes.length - at);
    }

    void hear(byte[] bytes, Set<Integer> reset) throws GossipException {
      for (YamuxEvent event : session.receive(bytes, now)) {
        switch (event) {
          case YamuxEvent.Opened opened -> opened(opened.stream());
          case YamuxEvent.Data data -> {
            long at = heard.getOrDefault(data.stream(), 0L);
            for (int i = 0; i < data.bytes().length; i++) {
              if (data.bytes()[i] != content(data.stream(), at + i)) {
                fail("byte " + (at + i) + " of stream " + data.stream());
              }
            }
            assertTrue(!heardEnd.contains(data.stream()), "data behind the end");
            heard.put(data.stream(), at + data.bytes().length);
            long held = unconsumed.merge(data.stream(), (long) data.bytes().length, Long::sum);
            assertTrue(held <= START_WINDOW, "more is held than a window");
          }
          case YamuxEvent.Ended ended -> assertTrue(heardEnd.add(ended.stream()), "ended twice");
          case YamuxEvent.Reset ended -> {
            assertTrue(reset.contains(ended.stream()), "nobody reset it");
            open.remove(/* element */ (Integer) ended.stream());
          }
          case YamuxEvent.Pong pong -> pongs++;
          case YamuxEvent.GoneAway away -> fail("nobody went away");
          case YamuxEvent.Writable writable -> fail("comes from drained()");
        }
      }
    }
  }

  private static byte content(int stream, long at) {
    return (byte) (at * 31 + (at >> 8) * 7 + stream);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
  void everyByteArrivesOnceAndInOrder(long seed) throws Exception {
    RandomGenerator random = new SplittableRandom(seed);
    End a = new End(true, random);
    End b = new End(false, random);
    Set<Integer> reset = new HashSet<>();
    for (int step = 0; step < 3_000; step++) {
      (random.nextBoolean() ? a : b).act(reset);
      if (random.nextInt(3) == 0) {
        transfer(a, b, random, reset);
        transfer(b, a, random, reset);
      }
    }
    settle(a, b, random, reset);
    long bytes = 0;
    for (End end : List.of(a, b)) {
      End other = end == a ? b : a;
      assertEquals(0, end.session.streams());
      assertEquals(0, end.session.output(1_000).length);
      for (Map.Entry<Integer, Long> written : end.written.entrySet()) {
        long heard = other.heard.getOrDefault(written.getKey(), 0L);
        if (reset.contains(written.getKey())) {
          assertTrue(heard <= written.getValue());
        } else {
          assertEquals(written.getValue(), heard, "stream " + written.getKey());
          assertTrue(other.heardEnd.contains(written.getKey()));
        }
        bytes += heard;
      }
      assertTrue(end.pongs > 0);
    }
    assertTrue(bytes > 3_000_000, "only " + bytes + " bytes were moved");
  }

  private static void settle(End a, End b, RandomGenerator random, Set<Integer> reset)
      throws GossipException {
    for (int round = 0; round < 2_000; round++) {
      for (End end : List.of(a, b)) {
        for (int stream : List.copyOf(end.open)) {
          end.end(stream);
          end.consume(stream, Long.MAX_VALUE);
        }
      }
      transfer(a, b, random, reset);
      transfer(b, a, random, reset);
      if (a.session.streams() + b.session.streams() + a.wire.size() + b.wire.size() == 0) {
        return;
      }
    }
  }

  /** Moves a part of what is on the way from one end to the other. */
  private static void transfer(End from, End to, RandomGenerator random, Set<Integer> reset)
      throws GossipException {
    from.flush(64 + random.nextInt(1 << random.nextInt(6, 18)));
    byte[] wire = from.wire.toByteArray();
    int part = random.nextInt(8) == 0 ? wire.length : random.nextInt(wire.length + 1);
    from.wire.reset();
    from.wire.write(wire, part, wire.length - part);
    byte[] moved = Arrays.copyOf(wire, part);
    to.granted.writeBytes(moved);
    to.hear(moved, reset);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void randomFramesOnlyEverEndTheSession(long seed) {
    Random random = new Random(seed);
    int cuts = 0;
    for (int session = 0; session < 300; session++) {
      YamuxSession under = new YamuxSession(random.nextBoolean(), YamuxLimits.DEFAULT);
      try {
        for (int step = 0; step < 200; step++) {
          byte[] frame =
              Frames.frame(
                  random.nextInt(40) == 0 ? random.nextInt(256) : random.nextInt(4),
                  random.nextInt(30) == 0 ? random.nextInt() : 1 << random.nextInt(5),
                  random.nextInt(5),
                  random.nextInt(30) == 0 ? random.nextInt() : random.nextInt(20));
          for (YamuxEvent event : under.receive(frame, step)) {
            if (event instanceof YamuxEvent.Data data && random.nextBoolean()) {
              under.consumed(data.stream(), data.bytes().length);
            }
            if (event instanceof YamuxEvent.Opened opened && random.nextBoolean()) {
              under.write(opened.stream(), new byte[random.nextInt(1000)]);
            }
          }
          if (random.nextInt(10) == 0) {
            Frames.read(under.output(1 << 20));
          }
        }
      } catch (GossipException e) {
        cuts++;
        assertEquals(1, Frames.read(under.output(1 << 20)).size());
        assertEquals(0, under.streams());
      }
    }
    assertTrue(cuts > 100);
  }
}
