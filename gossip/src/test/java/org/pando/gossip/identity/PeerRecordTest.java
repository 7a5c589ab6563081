package org.pando.gossip.identity;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.pando.gossip.Decoding.assertRefused;

import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.pando.gossip.Decoding;
import org.pando.gossip.GossipException;
import org.pando.gossip.GossipException.Kind;
import org.pando.gossip.TestIdentity;
import org.pando.gossip.Vectors;
import org.pando.gossip.wire.ProtobufWriter;

class PeerRecordTest {
  private static final String DOMAIN = "libp2p-peer-record";
  private static final byte[] TYPE = {3, 1};
  private static final TestIdentity OWN = TestIdentity.of(1);

  @Test
  void theVectorIsMadeAndRead() throws GossipException {
    JsonObject vector = Vectors.read("peer-record.json");
    TestIdentity identity = new TestIdentity(Vectors.hex(vector, "seed"));
    List<Multiaddr> addresses = new ArrayList<>();
    for (var text : vector.getAsJsonArray("addresses")) {
      addresses.add(Multiaddr.parse(text.getAsString()));
    }
    PeerRecord expected =
        new PeerRecord(identity.peerId(), vector.get("seq").getAsLong(), addresses);
    byte[] envelope = Vectors.hex(vector, "envelope");
    assertEquals(expected, PeerRecord.open(envelope));
    assertArrayEquals(envelope, expected.seal(identity));
    SignedEnvelope opened = SignedEnvelope.open(envelope, vector.get("domainUtf8").getAsString());
    assertArrayEquals(Vectors.hex(vector, "payload"), opened.payload());
    assertArrayEquals(Vectors.hex(vector, "payloadType"), opened.payloadType());
    assertEquals(identity.key(), opened.key());
    assertTrue(
        identity
            .key()
            .verify(Vectors.hex(vector, "signedBytes"), Vectors.hex(vector, "signature")));
  }

  @Test
  void anyOtherByteFails() throws GossipException {
    byte[] envelope = record(7).seal(OWN);
    for (int at = 0; at < envelope.length; at++) {
      byte[] changed = envelope.clone();
      changed[at] ^= 0x20;
      assertTrue(Decoding.attempt(() -> PeerRecord.open(changed)) == null, "changed at " + at);
    }
  }

  @Test
  void aSignatureForAnotherDomainFails() throws GossipException {
    byte[] envelope = SignedEnvelope.seal(OWN, "another-domain", TYPE, payload(OWN));
    assertRefused(Kind.PROTOCOL, () -> PeerRecord.open(envelope));
    assertArrayEquals(payload(OWN), SignedEnvelope.open(envelope, "another-domain").payload());
  }

  @Test
  void anotherPayloadTypeIsNoRecord() throws GossipException {
    byte[] envelope = SignedEnvelope.seal(OWN, DOMAIN, new byte[] {3, 2}, payload(OWN));
    String message = assertRefused(Kind.PROTOCOL, () -> PeerRecord.open(envelope));
    assertTrue(message.contains("something else"), message);
  }

  @Test
  void aRecordOfAnotherPeerIsRefused() throws GossipException {
    byte[] envelope = SignedEnvelope.seal(OWN, DOMAIN, TYPE, payload(TestIdentity.of(2)));
    String message = assertRefused(Kind.PROTOCOL, () -> PeerRecord.open(envelope));
    assertTrue(message.contains("is signed by"), message);
    assertThrows(IllegalArgumentException.class, () -> record(1).seal(TestIdentity.of(2)));
  }

  @Test
  void addressesThatAreNotUnderstoodAreLeftOut() throws GossipException {
    Multiaddr known = Multiaddr.parse("/ip4/192.0.2.1/tcp/1");
    ProtobufWriter payload = new ProtobufWriter().bytes(1, OWN.peerId().bytes()).varint(2, 9);
    payload.message(3, new ProtobufWriter().bytes(1, HexFormat.of().parseHex("d103")));
    payload.message(3, new ProtobufWriter().bytes(1, known.bytes()));
    payload.message(3, new ProtobufWriter().varint(2, 1));
    payload.bytes(3, new byte[0]);
    payload.varint(9, 1);
    byte[] envelope = SignedEnvelope.seal(OWN, DOMAIN, TYPE, payload.toByteArray());
    assertEquals(new PeerRecord(OWN.peerId(), 9, List.of(known)), PeerRecord.open(envelope));
  }

  @Test
  void addressesAreCounted() throws GossipException {
    Multiaddr address = Multiaddr.parse("/ip4/192.0.2.1/tcp/1");
    List<Multiaddr> most = Collections.nCopies(500, address);
    byte[] envelope = new PeerRecord(OWN.peerId(), 1, most).seal(OWN);
    assertEquals(500, PeerRecord.open(envelope).addresses().size());
    List<Multiaddr> more = Collections.nCopies(501, address);
    byte[] larger = new PeerRecord(OWN.peerId(), 1, more).seal(OWN);
    assertRefused(Kind.LIMIT, () -> PeerRecord.open(larger));
  }

  @Test
  void envelopesAreLimited() throws GossipException {
    int overhead = SignedEnvelope.seal(OWN, DOMAIN, TYPE, new byte[8000]).length - 8000;
    byte[] longest = SignedEnvelope.seal(OWN, DOMAIN, TYPE, new byte[8192 - overhead]);
    assertEquals(8192, longest.length);
    assertEquals(8192 - overhead, SignedEnvelope.open(longest, DOMAIN).payload().length);
    assertRefused(
        Kind.LIMIT, () -> SignedEnvelope.seal(OWN, DOMAIN, TYPE, new byte[8193 - overhead]));
    assertRefused(Kind.LIMIT, () -> PeerRecord.open(new byte[8193]));
    byte[] typed = SignedEnvelope.seal(OWN, DOMAIN, new byte[65], new byte[0]);
    assertRefused(Kind.LIMIT, () -> SignedEnvelope.open(typed, DOMAIN));
  }

  @Test
  void anEnvelopeWithoutKeyOrPeerIsMalformed() throws GossipException {
    byte[] keyless = new ProtobufWriter().bytes(3, payload(OWN)).toByteArray();
    assertRefused(Kind.MALFORMED, () -> PeerRecord.open(keyless));
    byte[] peerless = SignedEnvelope.seal(OWN, DOMAIN, TYPE, new byte[0]);
    assertRefused(Kind.MALFORMED, () -> PeerRecord.open(peerless));
  }

  @Test
  void sequenceNumbersAreUnsigned() throws GossipException {
    assertTrue(record(2).isNewerThan(record(1)));
    assertFalse(record(1).isNewerThan(record(1)));
    assertTrue(record(-1).isNewerThan(record(Long.MAX_VALUE)));
    assertEquals(-1, PeerRecord.open(record(-1).seal(OWN)).seq());
  }

  @Test
  void randomEnvelopesAreRefused() {
    Random random = new Random(2);
    for (int i = 0; i < 5_000; i++) {
      byte[] bytes = new byte[random.nextInt(200)];
      random.nextBytes(bytes);
      Decoding.attempt(() -> PeerRecord.open(bytes));
    }
  }

  @Test
  void payloadsAreCopies() throws GossipException {
    SignedEnvelope envelope =
        SignedEnvelope.open(SignedEnvelope.seal(OWN, "d", TYPE, "abc".getBytes(UTF_8)), "d");
    Arrays.fill(envelope.payload(), (byte) 0);
    Arrays.fill(envelope.payloadType(), (byte) 0);
    assertArrayEquals("abc".getBytes(UTF_8), envelope.payload());
    assertArrayEquals(TYPE, envelope.payloadType());
  }

  private static PeerRecord record(long seq) throws GossipException {
    return new PeerRecord(OWN.peerId(), seq, List.of(Multiaddr.parse("/ip4/192.0.2.1/tcp/1")));
  }

  private static byte[] payload(TestIdentity of) {
    return new ProtobufWriter().bytes(1, of.peerId().bytes()).varint(2, 1).toByteArray();
  }
}
