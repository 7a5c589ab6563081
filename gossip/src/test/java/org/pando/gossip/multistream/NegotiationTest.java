package org.pando.gossip.multistream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.pando.gossip.GossipException;
import org.pando.gossip.GossipException.Kind;
import org.pando.gossip.Pieces;
import org.pando.gossip.Vectors;
import org.pando.gossip.wire.Uvarint;

class NegotiationTest {
  private static final JsonObject VECTORS = Vectors.read("multistream.json");
  private static final byte[] HEADER = Vectors.hex(VECTORS, "header");
  private static final byte[] NA = Vectors.hex(VECTORS, "na");
  private static final byte[] LS = Vectors.hex(VECTORS, "ls");

  private static byte[] message(String text) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    byte[] bytes = text.getBytes(UTF_8);
    Uvarint.write(out, bytes.length + 1);
    out.writeBytes(bytes);
    out.write('\n');
    return out.toByteArray();
  }

  private static byte[] joined(byte[]... parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }

  private static void assertRefuses(Kind kind, Negotiation negotiation, byte[] bytes) {
    GossipException e = assertThrows(GossipException.class, () -> negotiation.receive(bytes));
    assertEquals(kind, e.kind(), e::getMessage);
    assertNull(negotiation.selected());
  }

  private static Negotiation listener(String... supported) {
    return Negotiation.listener(Set.of(supported)::contains);
  }

  @Test
  void dialerWritesHeaderAndFirstProposalAtOnceAsTheVectorsDo() {
    assertArrayEquals(
        Vectors.hex(VECTORS, "proposeNoise"), Negotiation.dialer(List.of("/noise"), false).start());
    assertArrayEquals(
        Vectors.hex(VECTORS, "proposeYamux"),
        Negotiation.dialer(List.of("/yamux/1.0.0"), false).start());
    assertArrayEquals(
        Vectors.hex(VECTORS, "proposeMeshsub11"),
        Negotiation.dialer(List.of("/meshsub/1.1.0", "/meshsub/1.0.0"), false).start());
  }

  @Test
  void listenerAnswersTheVectorsAndSaysNothingBefore() throws Exception {
    Negotiation negotiation = listener("/noise");
    assertEquals(0, negotiation.start().length);

    assertArrayEquals(
        joined(HEADER, message("/noise")),
        negotiation.receive(Vectors.hex(VECTORS, "proposeNoise")));
    assertEquals("/noise", negotiation.selected());
    assertTrue(negotiation.settled());
    assertFalse(negotiation.refused());
    assertEquals(0, negotiation.leftover().length);
  }

  @Test
  void recordedJsStreamsNegotiateIdentifyPingAndMeshsub() throws Exception {
    List<String> chosen = new ArrayList<>();
    for (var element : Vectors.read("session.json").getAsJsonArray("messages")) {
      String plaintext = element.getAsJsonObject().get("plaintext").getAsString();
      int at = plaintext.indexOf(HexFormat.of().formatHex(HEADER));
      if (at < 0 || plaintext.length() == at + 2 * HEADER.length) {
        continue; // not a proposal
      }
      byte[] proposal = HexFormat.of().parseHex(plaintext.substring(at));
      Negotiation js = Negotiation.listener(protocol -> true);
      byte[] answer = js.receive(proposal);
      chosen.add(js.selected());
      assertArrayEquals(proposal, answer, "header and the same protocol");
      Negotiation ours = Negotiation.dialer(List.of(chosen.getLast()), false);
      assertArrayEquals(proposal, ours.start());
      ours.receive(HEADER); // js answers in two frames
      ours.receive(message(chosen.getLast()));
      assertEquals(chosen.getLast(), ours.selected());
    }
    assertEquals(
        List.of(
            "/ipfs/id/1.0.0",
            "/ipfs/id/1.0.0",
            "/meshsub/1.2.0",
            "/meshsub/1.2.0",
            "/ipfs/ping/1.0.0"),
        chosen);
  }

  @Test
  void dialerGoesThroughItsProposalsInOrder() throws Exception {
    Negotiation negotiation = Negotiation.dialer(List.of("/a", "/b", "/c"), false);
    negotiation.start();
    assertEquals(0, negotiation.receive(HEADER).length);
    assertArrayEquals(message("/b"), negotiation.receive(NA));
    assertNull(negotiation.selected());
    assertArrayEquals(message("/c"), negotiation.receive(NA));
    negotiation.receive(message("/c"));
    assertEquals("/c", negotiation.selected());
  }

  @Test
  void dialerWithoutFurtherProposalsIsRefused() throws Exception {
    Negotiation negotiation = Negotiation.dialer(List.of("/a", "/b"), false);
    negotiation.start();
    assertArrayEquals(message("/b"), negotiation.receive(joined(HEADER, NA)));
    assertFalse(negotiation.refused());
    assertEquals(0, negotiation.receive(NA).length);
    assertTrue(negotiation.refused());
    assertNull(negotiation.selected());
  }

  @Test
  void lazyDialerHasItsProtocolAtOnceAndLosesItWhenRefused() throws Exception {
    Negotiation negotiation = Negotiation.dialer(List.of("/a"), true);
    negotiation.start();
    assertEquals("/a", negotiation.selected());
    assertFalse(negotiation.settled());
    negotiation.receive(joined(HEADER, NA));
    assertTrue(negotiation.refused());
    assertNull(negotiation.selected());

    assertThrows(
        IllegalArgumentException.class, () -> Negotiation.dialer(List.of("/a", "/b"), true));
  }

  @Test
  void whatALazyDialerWritesBehindItsProposalBelongsToTheProtocol() throws Exception {
    byte[] data = {0, 1, 2, (byte) 0xff, 0x13, '\n'};
    Negotiation dialer = Negotiation.dialer(List.of("/a"), true);
    byte[] all = joined(dialer.start(), data);
    for (int cut = 0; cut <= all.length; cut++) {
      Negotiation listener = listener("/a");
      byte[] behind = Arrays.copyOfRange(all, cut, all.length);
      byte[] answer = listener.receive(Arrays.copyOf(all, cut));
      byte[] kept;
      if (listener.settled()) {
        kept = joined(listener.leftover(), behind); // the protocol's reader is in place
      } else {
        answer = joined(answer, listener.receive(behind));
        kept = listener.leftover();
      }
      assertArrayEquals(data, kept, "cut at " + cut);
      assertArrayEquals(joined(HEADER, message("/a")), answer, "cut at " + cut);
    }
  }

  @Test
  void whatAListenerWritesBehindItsAnswerBelongsToTheProtocol() throws Exception {
    Negotiation dialer = Negotiation.dialer(List.of("/a"), false);
    dialer.receive(joined(HEADER, message("/a"), new byte[] {7, 8}));
    assertArrayEquals(new byte[] {7, 8}, dialer.leftover());
    assertThrows(IllegalStateException.class, () -> dialer.receive(new byte[] {9}));
  }

  @Test
  void everyChunkingNegotiatesTheSame() throws Exception {
    Negotiation listener = listener("/c");
    byte[] asked = joined(HEADER, message("/a"), LS, message("/b"), message("/c"));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] piece : Pieces.of(asked, 1)) {
      out.writeBytes(listener.receive(piece));
    }
    assertArrayEquals(joined(HEADER, NA, NA, NA, message("/c")), out.toByteArray());
    assertEquals("/c", listener.selected());

    Negotiation dialer = Negotiation.dialer(List.of("/a", "/b", "/c"), false);
    out.reset();
    for (byte[] piece : Pieces.of(joined(HEADER, NA, NA, message("/c")), 1)) {
      out.writeBytes(dialer.receive(piece));
    }
    assertArrayEquals(joined(message("/b"), message("/c")), out.toByteArray());
    assertEquals("/c", dialer.selected());
  }

  @Test
  void askingForAListOfProtocolsIsNotAvailable() throws Exception {
    Negotiation listener = listener("/a");
    assertArrayEquals(joined(HEADER, NA), listener.receive(joined(HEADER, LS)));
    assertFalse(listener.settled());
    assertArrayEquals(message("/a"), listener.receive(message("/a")));
  }

  @Test
  void anotherHeaderIsRefused() {
    assertRefuses(Kind.PROTOCOL, listener("/a"), message("/multistream/2.0.0"));
    assertRefuses(Kind.PROTOCOL, listener("/a"), message("/a"));
    assertRefuses(Kind.PROTOCOL, Negotiation.dialer(List.of("/a"), false), message("/a"));
    assertRefuses(Kind.PROTOCOL, Negotiation.dialer(List.of("/a"), false), NA);
  }

  @Test
  void answerThatWasNotProposedIsRefused() {
    Negotiation dialer = Negotiation.dialer(List.of("/a", "/b"), false);
    assertRefuses(Kind.PROTOCOL, dialer, joined(HEADER, message("/b")));
  }

  @Test
  void messageOf1024BytesIsTheLongest() throws Exception {
    Negotiation listener = listener("/a");
    listener.receive(HEADER);
    assertArrayEquals(NA, listener.receive(message("x".repeat(1023))));
    assertRefuses(Kind.LIMIT, listener, new byte[] {(byte) 0x81, 8}); // 1025, its text not sent
  }

  @Test
  void lengthOfThreeBytesIsRefused() {
    assertRefuses(Kind.MALFORMED, listener("/a"), new byte[] {(byte) 0x80, (byte) 0x80});
    assertRefuses(Kind.MALFORMED, listener("/a"), new byte[] {(byte) 0x93, 0});
  }

  @Test
  void messageWithoutItsNewlineIsRefused() {
    byte[] header = HEADER.clone();
    header[header.length - 1] = 0;
    assertRefuses(Kind.MALFORMED, listener("/a"), header);
    assertRefuses(Kind.MALFORMED, listener("/a"), new byte[] {0});
  }

  @Test
  void twentyProposalsAreTheMost() throws Exception {
    Negotiation listener = listener("/z");
    listener.receive(HEADER);
    for (int i = 0; i < Negotiation.MAX_PROPOSALS; i++) {
      assertArrayEquals(NA, listener.receive(message("/" + i)));
    }
    assertRefuses(Kind.LIMIT, listener, message("/z"));
    assertThrows(
        IllegalArgumentException.class,
        () -> Negotiation.dialer(Collections.nCopies(Negotiation.MAX_PROPOSALS + 1, "/a"), false));
  }
}
