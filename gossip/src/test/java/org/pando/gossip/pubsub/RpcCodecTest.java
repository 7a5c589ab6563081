package org.pando.gossip.pubsub;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.pando.gossip.GossipException;
import org.pando.gossip.pubsub.Rpc.Control;
import org.pando.gossip.pubsub.Rpc.IHave;
import org.pando.gossip.pubsub.Rpc.PeerInfo;
import org.pando.gossip.pubsub.Rpc.Prune;
import org.pando.gossip.pubsub.Rpc.Subscription;
import org.pando.gossip.wire.ProtobufWriter;

/** The RPC's bytes and limits (design 8.2 and 8.7). */
class RpcCodecTest {
  private static final byte[] NOTHING = {};

  /** So many fields of the same value. */
  private static byte[] fields(int count, int field, byte[] value) {
    ProtobufWriter out = new ProtobufWriter();
    for (int i = 0; i < count; i++) {
      out.bytes(field, value);
    }
    return out.toByteArray();
  }

  private static byte[] field(int field, byte[] value) {
    return fields(1, field, value);
  }

  private static void assertLimit(int most, IntFunction<byte[]> rpc) throws GossipException {
    assertNotNull(RpcCodec.decode(rpc.apply(most)));
    assertEquals(
        GossipException.Kind.LIMIT,
        assertThrows(GossipException.class, () -> RpcCodec.decode(rpc.apply(most + 1))).kind());
  }

  @Test
  void listsAreBounded() throws GossipException {
    assertLimit(100, count -> fields(count, 1, NOTHING));
    assertLimit(500, count -> fields(count, 2, NOTHING));
    assertLimit(128, count -> field(3, fields(count, 1, NOTHING)));
    assertLimit(128, count -> field(3, fields(count, 3, NOTHING)));
    assertLimit(128, count -> field(3, fields(count, 4, NOTHING)));
    byte[] id = {1};
    assertLimit(5000, count -> field(3, field(1, fields(count, 2, id))));
    assertLimit(5000, count -> field(3, field(2, fields(count, 1, id))));
    assertLimit(5000, count -> field(3, field(5, fields(count, 1, id))));
    assertLimit(16, count -> field(3, field(4, fields(count, 2, NOTHING))));
  }

  @Test
  void listsInSeveralPiecesAreBoundedTogether() throws GossipException {
    byte[] some = fields(50, 1, new byte[] {1});
    assertLimit(100, count -> field(3, fields(count, 2, some)));
    assertLimit(100, count -> field(3, fields(count, 5, some)));
    assertLimit(100, count -> field(3, fields(count, 1, fields(50, 2, new byte[] {1}))));
    assertLimit(128, count -> fields(count, 3, field(3, NOTHING)));
  }

  @Test
  void valuesAreBounded() throws GossipException {
    assertLimit(256, size -> field(1, field(2, new byte[size])));
    assertLimit(64, size -> field(2, field(1, new byte[size])));
    assertLimit(60 << 10, size -> field(2, field(2, new byte[size])));
    assertLimit(64, size -> field(2, field(3, new byte[size])));
    assertLimit(256, size -> field(2, field(4, new byte[size])));
    assertLimit(1024, size -> field(2, field(5, new byte[size])));
    assertLimit(1100, size -> field(2, field(6, new byte[size])));
    assertLimit(256, size -> field(3, field(1, field(1, new byte[size]))));
    assertLimit(64, size -> field(3, field(1, field(2, new byte[size]))));
    assertLimit(64, size -> field(3, field(2, field(1, new byte[size]))));
    assertLimit(256, size -> field(3, field(3, field(1, new byte[size]))));
    assertLimit(256, size -> field(3, field(4, field(1, new byte[size]))));
    assertLimit(64, size -> field(3, field(4, field(2, field(1, new byte[size])))));
    assertLimit(8192, size -> field(3, field(4, field(2, field(2, new byte[size])))));
    assertLimit(64, size -> field(3, field(5, field(1, new byte[size]))));
    int around = 4; // the unknown field's number and length
    assertLimit((1 << 20) - around, size -> field(15, new byte[size]));
  }

  @Test
  void aLengthBeyondTheEndTakesNoMemory() {
    byte[] announced = {0x12, (byte) 0xff, (byte) 0xff, 0x3f}; // a message of 1 MiB - 1
    assertEquals(
        GossipException.Kind.MALFORMED,
        assertThrows(GossipException.class, () -> RpcCodec.decode(announced)).kind());
  }

  @Test
  void unknownFieldsAreSkippedAndOrderDoesNotMatter() throws GossipException {
    byte[] message =
        new ProtobufWriter()
            .text(4, "t")
            .bytes(99, new byte[5])
            .bytes(2, new byte[] {7})
            .varint(1000, 3)
            .toByteArray();
    byte[] subscription =
        new ProtobufWriter().varint(3, 1).text(2, "t").varint(1, 1).varint(4, 9).toByteArray();
    byte[] rpc =
        new ProtobufWriter()
            .bytes(0x200001, new byte[3])
            .bytes(3, field(6, NOTHING)) // extensions of 1.3
            .bytes(10, new byte[3]) // partial messages
            .bytes(2, message)
            .bytes(1, subscription)
            .toByteArray();
    Rpc decoded = RpcCodec.decode(rpc);
    assertEquals(List.of(new Subscription("t", true)), decoded.subscriptions());
    assertEquals("t", decoded.messages().getFirst().topic());
    assertArrayEquals(new byte[] {7}, decoded.messages().getFirst().data());
    assertTrue(decoded.control().isEmpty());
  }

  @Test
  void aMessageOfTwoTopicsIsRefused() {
    byte[] message = new ProtobufWriter().text(4, "a").text(4, "b").toByteArray();
    assertThrows(GossipException.class, () -> RpcCodec.decode(field(2, message)));
  }

  @Test
  void anEmptyIdNamesNothing() throws GossipException {
    assertTrue(
        RpcCodec.decode(field(3, field(2, fields(3, 1, NOTHING)))).control().iwant().isEmpty());
  }

  @Test
  void topicsAreUtf8() {
    assertThrows(GossipException.class, () -> RpcCodec.decode(field(1, field(2, new byte[] {-1}))));
  }

  @Test
  void absentAndEmptyFieldsOfTheAuthorDiffer() throws GossipException {
    Message none = RpcCodec.decode(field(2, NOTHING)).messages().getFirst();
    assertNull(none.from());
    assertNull(none.key());
    byte[] empty = new ProtobufWriter().bytes(1, NOTHING).bytes(6, NOTHING).toByteArray();
    Message some = RpcCodec.decode(field(2, empty)).messages().getFirst();
    assertArrayEquals(NOTHING, some.from());
    assertArrayEquals(NOTHING, some.key());
  }

  @Test
  void randomRpcsDecodeToTheSame() throws GossipException {
    for (int seed = 0; seed < 300; seed++) {
      Rpc rpc = RandomRpcs.next(new Random(seed));
      List<byte[]> encoded = RpcCodec.encode(rpc);
      assertEquals(1, encoded.size());
      assertEquals(RpcCodec.size(rpc), encoded.getFirst().length);
      Rpc decoded = RpcCodec.decode(encoded.getFirst());
      assertEquals(rpc.subscriptions(), decoded.subscriptions());
      assertEquals(rpc.messages().size(), decoded.messages().size());
      assertEquals(rpc.control().iwant(), decoded.control().iwant());
      assertArrayEquals(encoded.getFirst(), RpcCodec.encode(decoded).getFirst());
    }
  }

  @Test
  void whatGoesOutIsSplitAndNothingIsLost() throws GossipException {
    Rpc large = large();
    List<Subscription> subscriptions = new ArrayList<>();
    List<Integer> messages = new ArrayList<>();
    List<MessageId> ihave = new ArrayList<>();
    List<MessageId> iwant = new ArrayList<>();
    List<MessageId> idontwant = new ArrayList<>();
    List<String> graft = new ArrayList<>();
    List<String> prune = new ArrayList<>();
    for (byte[] part : RpcCodec.encode(large)) {
      assertTrue(part.length <= 64 << 10, "an RPC of " + part.length);
      Rpc rpc = RpcCodec.decode(part);
      assertTrue(RpcWriter.size(rpc.control()) <= 16 << 10);
      subscriptions.addAll(rpc.subscriptions());
      rpc.messages().forEach(message -> messages.add(message.data().length));
      rpc.control().ihave().forEach(each -> ihave.addAll(each.ids()));
      iwant.addAll(rpc.control().iwant());
      idontwant.addAll(rpc.control().idontwant());
      graft.addAll(rpc.control().graft());
      rpc.control().prune().forEach(each -> prune.add(each.topic()));
    }
    assertEquals(large.subscriptions(), subscriptions);
    assertEquals(
        large.messages().stream().map(message -> message.data().length).toList(), messages);
    assertEquals(large.control().iwant(), iwant);
    assertEquals(large.control().iwant(), ihave);
    assertEquals(large.control().iwant(), idontwant);
    assertEquals(large.control().graft(), graft);
    assertEquals(large.control().graft(), prune);
  }

  private static Rpc large() {
    List<Subscription> subscriptions = new ArrayList<>();
    List<String> topics = new ArrayList<>();
    List<Prune> prunes = new ArrayList<>();
    List<PeerInfo> infos = new ArrayList<>();
    for (int i = 0; i < 16; i++) {
      infos.add(new PeerInfo(new byte[38], new byte[8192]));
    }
    for (int i = 0; i < 128; i++) {
      String topic = "t".repeat(250) + i;
      topics.add(topic);
      subscriptions.add(new Subscription(topic, i % 2 == 0));
      prunes.add(new Prune(topic, infos, 60));
    }
    List<Message> messages = new ArrayList<>();
    for (int i = 0; i < 600; i++) {
      messages.add(Message.unsigned("t", new byte[i == 7 ? RpcCodec.MAX_DATA : i]));
    }
    List<MessageId> ids = new ArrayList<>();
    for (int i = 0; i < 5000; i++) {
      ids.add(RouterFixture.id("id " + i));
    }
    List<IHave> ihave = List.of(new IHave("t".repeat(256), ids));
    return new Rpc(subscriptions, messages, new Control(ihave, ids, topics, prunes, ids));
  }

  @Test
  void theLargestMessageFitsInOneRpc() throws GossipException {
    Message largest =
        new Message(
            new byte[RpcCodec.MAX_PEER_ID],
            new byte[RpcCodec.MAX_DATA],
            new byte[RpcCodec.MAX_SEQNO],
            "t".repeat(RpcCodec.MAX_TOPIC),
            new byte[RpcCodec.MAX_SIGNATURE],
            new byte[RpcCodec.MAX_KEY]);
    List<byte[]> encoded = RpcCodec.encode(Rpc.messages(List.of(largest)));
    assertTrue(encoded.getFirst().length <= 64 << 10);
    byte @Nullable [] key = RpcCodec.decode(encoded.getFirst()).messages().getFirst().key();
    assertEquals(RpcCodec.MAX_KEY, key == null ? 0 : key.length);
  }
}
