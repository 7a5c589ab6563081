package org.pando.gossip.identity;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.pando.gossip.Decoding.assertRefused;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.pando.gossip.Decoding;
import org.pando.gossip.GossipException;
import org.pando.gossip.GossipException.Kind;
import org.pando.gossip.TestIdentity;
import org.pando.gossip.Vectors;
import org.pando.gossip.wire.LengthFrames;
import org.pando.gossip.wire.ProtobufWriter;

class IdentifyMessageTest {
  @Test
  void theFullVectorIsRead() throws GossipException {
    JsonObject vector = Vectors.read("identify.json").getAsJsonObject("full");
    IdentifyMessage message = framed(vector);
    assertEquals(vector.get("protocolVersion").getAsString(), message.protocolVersion());
    assertEquals(vector.get("agentVersion").getAsString(), message.agentVersion());
    PublicKey key = message.publicKey();
    assertNotNull(key);
    assertArrayEquals(Vectors.hex(vector, "publicKey"), key.encode());
    assertEquals(texts(vector, "listenAddrs"), texts(message.listenAddrs()));
    assertEquals(texts(vector, "protocols"), message.protocols());
    assertEquals(vector.get("observedAddr").getAsString(), text(message.observedAddr()));
    byte[] signedRecord = message.signedPeerRecord();
    assertArrayEquals(Vectors.hex(vector, "signedPeerRecord"), signedRecord);
    assertEquals(key.peerId(), PeerRecord.open(signedRecord).peer());
  }

  @Test
  void theMinimalVectorIsReadAndWritten() throws GossipException {
    JsonObject vector = Vectors.read("identify.json").getAsJsonObject("minimal");
    IdentifyMessage message = framed(vector);
    assertEquals(TestIdentity.of(1).key(), message.publicKey());
    assertEquals(List.of("/ipfs/id/1.0.0"), message.protocols());
    assertEquals(List.of(), message.listenAddrs());
    assertNull(message.observedAddr());
    assertNull(message.agentVersion());
    assertNull(message.protocolVersion());
    assertEquals(0, message.signedPeerRecord().length);
    assertArrayEquals(Vectors.hex(vector, "message"), message.encode());
  }

  @Test
  void whatIsWrittenIsReadWithTheSameFields() throws GossipException {
    IdentifyMessage full = framed(Vectors.read("identify.json").getAsJsonObject("full"));
    IdentifyMessage again = IdentifyMessage.decode(List.of(full.encode()));
    assertArrayEquals(full.encode(), again.encode());
    assertEquals(full.listenAddrs(), again.listenAddrs());
    assertEquals(full.observedAddr(), again.observedAddr());
    assertEquals(full.agentVersion(), again.agentVersion());
    assertEquals(full.protocolVersion(), again.protocolVersion());
  }

  @Test
  void severalMessagesAreOne() throws GossipException {
    byte[] first = new ProtobufWriter().text(3, "/a").text(6, "old").text(5, "kept").toByteArray();
    byte[] second =
        new ProtobufWriter().text(3, "/b").text(6, "new").bytes(8, new byte[3]).toByteArray();
    IdentifyMessage merged = IdentifyMessage.decode(List.of(first, second, new byte[0]));
    assertEquals(List.of("/a", "/b"), merged.protocols());
    assertEquals("new", merged.agentVersion());
    assertEquals("kept", merged.protocolVersion());
    assertEquals(3, merged.signedPeerRecord().length);
  }

  @Test
  void tenMessagesAreTheMost() throws GossipException {
    assertEquals(
        List.of(), IdentifyMessage.decode(Collections.nCopies(10, new byte[0])).protocols());
    assertRefused(Kind.LIMIT, () -> IdentifyMessage.decode(Collections.nCopies(11, new byte[0])));
    assertRefused(Kind.LIMIT, () -> IdentifyMessage.decode(List.of()));
  }

  @Test
  void unknownFieldsAndAddressesAreLeftOut() throws GossipException {
    byte[] message =
        new ProtobufWriter()
            .varint(7, 1)
            .bytes(2, HexFormat.of().parseHex("d103"))
            .bytes(2, Multiaddr.parse("/ip4/192.0.2.1/tcp/1").bytes())
            .bytes(4, HexFormat.of().parseHex("d103"))
            .text(900, "x")
            .toByteArray();
    IdentifyMessage read = IdentifyMessage.decode(List.of(message));
    assertEquals(List.of("/ip4/192.0.2.1/tcp/1"), texts(read.listenAddrs()));
    assertNull(read.observedAddr());
  }

  @Test
  void listsAreCountedOverAllMessages() throws GossipException {
    byte[] addresses = repeated(2, new byte[] {6, 0, 1}, 250);
    assertEquals(500, IdentifyMessage.decode(List.of(addresses, addresses)).listenAddrs().size());
    byte[] unknown = repeated(2, new byte[] {7}, 1);
    assertRefused(Kind.LIMIT, () -> IdentifyMessage.decode(List.of(addresses, addresses, unknown)));
    byte[] onlyUnknown = repeated(2, new byte[] {7}, 501);
    assertRefused(Kind.LIMIT, () -> IdentifyMessage.decode(List.of(onlyUnknown)));
    byte[] protocols = repeated(3, "/a".getBytes(UTF_8), 512);
    assertEquals(1024, IdentifyMessage.decode(List.of(protocols, protocols)).protocols().size());
    byte[] another = repeated(3, "/a".getBytes(UTF_8), 1);
    assertRefused(Kind.LIMIT, () -> IdentifyMessage.decode(List.of(protocols, protocols, another)));
  }

  @Test
  void messagesAreLimitedInBothDirections() throws GossipException {
    IdentifyMessage longest = withAgent("a".repeat(4093));
    assertEquals(4096, longest.encode().length);
    assertRefused(Kind.LIMIT, () -> withAgent("a".repeat(4094)).encode());
    byte[] most = new ProtobufWriter().text(6, "a".repeat(8189)).toByteArray();
    assertEquals(8192, most.length);
    assertNotNull(IdentifyMessage.decode(List.of(most)).agentVersion());
    assertRefused(Kind.LIMIT, () -> IdentifyMessage.decode(List.of(new byte[8193])));
  }

  @Test
  void aKeyThatDoesNotDecodeFailsTheMessage() {
    byte[] message = new ProtobufWriter().bytes(1, new byte[] {8, 9}).toByteArray();
    assertRefused(Kind.MALFORMED, () -> IdentifyMessage.decode(List.of(message)));
  }

  @Test
  void randomChangesAreReadOrRefused() {
    byte[] whole = Vectors.hex(Vectors.read("identify.json").getAsJsonObject("full"), "message");
    Random random = new Random(8);
    for (int i = 0; i < 20_000; i++) {
      byte[] bytes = whole.clone();
      for (int changes = 1 + random.nextInt(4); changes > 0; changes--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
      }
      Decoding.attempt(() -> IdentifyMessage.decode(List.of(bytes)));
    }
  }

  private static IdentifyMessage withAgent(String agent) {
    return new IdentifyMessage(null, List.of(), List.of(), null, null, agent, new byte[0]);
  }

  private static byte[] repeated(int field, byte[] value, int count) {
    ProtobufWriter out = new ProtobufWriter();
    for (int i = 0; i < count; i++) {
      out.bytes(field, value);
    }
    return out.toByteArray();
  }

  private static IdentifyMessage framed(JsonObject vector) throws GossipException {
    LengthFrames frames = new LengthFrames(IdentifyMessage.MAX_RECEIVED);
    List<byte[]> messages = frames.receive(Vectors.hex(vector, "framed"));
    assertEquals(1, messages.size());
    assertArrayEquals(Vectors.hex(vector, "message"), messages.getFirst());
    return IdentifyMessage.decode(messages);
  }

  private static List<String> texts(JsonObject vector, String field) {
    JsonArray array = vector.getAsJsonArray(field);
    List<String> texts = new ArrayList<>();
    for (JsonElement element : array) {
      texts.add(element.getAsString());
    }
    return texts;
  }

  private static List<String> texts(List<Multiaddr> addresses) {
    return addresses.stream().map(Multiaddr::toString).toList();
  }

  private static @Nullable String text(@Nullable Multiaddr address) {
    return address == null ? null : address.toString();
  }
}
