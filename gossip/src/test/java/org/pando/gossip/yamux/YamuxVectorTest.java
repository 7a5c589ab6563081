package org.pando.gossip.yamux;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.Gson;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pando.gossip.GossipException;

/** What js-libp2p's yamux wrote. */
class YamuxVectorTest {
  private record Vector(String type, List<String> flags, long streamID, long length, String hex) {}

  private record Vectors(List<Vector> frames) {}

  private record Said(String side, String plaintext) {}

  private record Session(List<Said> messages) {}

  @Test
  void everyHeaderReadsAndWritesAsTheirs() throws Exception {
    List<Vector> frames = load("yamux.json", Vectors.class).frames();
    assertEquals(16, frames.size());
    for (Vector vector : frames) {
      byte[] bytes = HexFormat.of().parseHex(vector.hex());
      Header header = Header.decode(bytes, 0);
      String type = vector.type().replace("Window", "Window_").replace("Go", "Go_");
      assertEquals(type.toUpperCase(Locale.ROOT), header.type().name());
      assertEquals(vector.length(), header.length());
      assertEquals(vector.streamID(), Integer.toUnsignedLong(header.stream()));
      int flags = 0;
      for (String flag : vector.flags()) {
        flags |= 1 << List.of("SYN", "ACK", "FIN", "RST").indexOf(flag);
      }
      assertEquals(flags, header.flags());
      FrameBuffer out = new FrameBuffer(100);
      header.write(out);
      byte[] head = out.toArray();
      assertArrayEquals(java.util.Arrays.copyOf(bytes, 12), head);
    }
  }

  /** Each side of a recorded conversation in turn is played by ours. */
  @ParameterizedTest
  @ValueSource(strings = {"dialer", "listener"})
  void ourSessionTakesPartInARecordedConversation(String ours) throws Exception {
    YamuxSession session = new YamuxSession(ours.equals("dialer"), YamuxLimits.DEFAULT);
    Map<Integer, ByteArrayOutputStream> heard = new HashMap<>();
    Map<Integer, ByteArrayOutputStream> toHear = new HashMap<>();
    Map<Integer, ByteArrayOutputStream> sent = new HashMap<>();
    Map<Integer, ByteArrayOutputStream> toSend = new HashMap<>();
    for (Said said : load("session.json", Session.class).messages()) {
      byte[] bytes = HexFormat.of().parseHex(said.plaintext());
      if (said.side().equals(ours)) {
        say(session, Frames.read(bytes), toSend);
        collect(Frames.read(session.output(65_519)), sent);
      } else {
        collect(Frames.read(bytes), toHear);
        for (YamuxEvent event : session.receive(bytes, 0)) {
          if (event instanceof YamuxEvent.Data data) {
            into(heard, data.stream()).writeBytes(data.bytes());
            session.consumed(data.stream(), data.bytes().length);
          }
        }
      }
    }
    assertEquals(text(toHear), text(heard));
    assertEquals(text(toSend), text(sent));
    assertTrue(
        text(heard).getOrDefault(1, "").startsWith("132f6d756c746973747265616d2f312e302e300a"));
  }

  private static void say(
      YamuxSession session, List<Frames.Frame> frames, Map<Integer, ByteArrayOutputStream> toSend)
      throws GossipException {
    for (Frames.Frame frame : frames) {
      if (frame.type() == Frames.PING && (frame.flags() & 1) != 0) {
        session.ping(0);
      } else if (frame.type() <= Frames.WINDOW) {
        if ((frame.flags() & Header.SYN) != 0) {
          assertEquals(frame.stream(), session.open());
        }
        if (frame.body().length > 0) {
          into(toSend, frame.stream()).writeBytes(frame.body());
          session.write(frame.stream(), frame.body());
        }
        if ((frame.flags() & Header.FIN) != 0) {
          session.end(frame.stream());
        }
      }
    }
  }

  private static void collect(
      List<Frames.Frame> frames, Map<Integer, ByteArrayOutputStream> streams) {
    for (Frames.Frame frame : frames) {
      if (frame.body().length > 0) {
        into(streams, frame.stream()).writeBytes(frame.body());
      }
    }
  }

  private static ByteArrayOutputStream into(Map<Integer, ByteArrayOutputStream> all, int stream) {
    return all.computeIfAbsent(stream, id -> new ByteArrayOutputStream());
  }

  private static Map<Integer, String> text(Map<Integer, ByteArrayOutputStream> streams) {
    Map<Integer, String> texts = new HashMap<>();
    streams.forEach((id, out) -> texts.put(id, HexFormat.of().formatHex(out.toByteArray())));
    return texts;
  }

  private static <T> T load(String name, Class<T> as) throws IOException {
    try (Reader reader =
        new InputStreamReader(
            Objects.requireNonNull(YamuxVectorTest.class.getResourceAsStream("/vectors/" + name)),
            StandardCharsets.UTF_8)) {
      return new Gson().fromJson(reader, as);
    }
  }
}
