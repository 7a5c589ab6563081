package org.pando.gossip.pubsub;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.pando.gossip.GossipException;
import org.pando.gossip.wire.LengthFrames;

/** What js-libp2p has written, in {@code vectors/gossipsub.json}. */
class RpcCodecVectorsTest {
  private static final JsonObject VECTORS = vectors();
  private static final String TOPIC = VECTORS.get("topic").getAsString();
  private static final TopicRules SIGNED =
      new TopicRules(TOPIC, 1000, SignPolicy.STRICT_SIGN, MessageIds.FROM_AND_SEQNO);
  private static final TopicRules UNSIGNED =
      new TopicRules(TOPIC, 1000, SignPolicy.STRICT_NO_SIGN, MessageIds.SHA256_OF_DATA);

  @Test
  void everyRpcDecodesAndEncodesToTheSameBytes() throws GossipException {
    JsonObject rpcs = VECTORS.getAsJsonObject("rpcs");
    for (String name : rpcs.keySet()) {
      checkFrame(rpcs.getAsJsonObject(name), name);
    }
    for (String name : List.of("strictSign", "strictSignWithoutKey", "strictNoSign")) {
      checkFrame(VECTORS.getAsJsonObject(name), name);
    }
    assertEquals(11, rpcs.size());
  }

  private static void checkFrame(JsonObject vector, String name) throws GossipException {
    List<byte[]> frames = new LengthFrames(RpcCodec.MAX_RPC).receive(hex(vector, "framed"));
    assertEquals(1, frames.size(), name);
    assertArrayEquals(hex(vector, "rpc"), frames.getFirst(), name);
    List<byte[]> encoded = RpcCodec.encode(RpcCodec.decode(frames.getFirst()));
    assertEquals(1, encoded.size(), name);
    assertArrayEquals(hex(vector, "rpc"), encoded.getFirst(), name);
    assertArrayEquals(hex(vector, "framed"), LengthFrames.frame(encoded.getFirst()), name);
  }

  @Test
  void signedBytesAreTheFields1To4() throws GossipException {
    assertArrayEquals(
        hex(VECTORS.getAsJsonObject("strictSign"), "signedBytes"),
        Signatures.signedBytes(message("strictSign")));
  }

  @Test
  void whatWeSignIsWhatJsSigns() throws GossipException {
    Author author = new Author(Nodes.identity(1), 7);
    assertEquals(
        VECTORS.getAsJsonObject("author").get("peerId").getAsString(), author.id().toString());
    Message signed = author.sign(TOPIC, hex(VECTORS, "data"));
    List<byte[]> encoded = RpcCodec.encode(Rpc.messages(List.of(signed)));
    assertArrayEquals(hex(VECTORS.getAsJsonObject("strictSign"), "rpc"), encoded.getFirst());
  }

  @Test
  void whatJsAcceptsWeAccept() throws GossipException {
    assertNull(refusal(message("strictSign"), SIGNED));
    assertNull(refusal(message("strictSignWithoutKey"), SIGNED));
    assertNull(refusal(message("strictNoSign"), UNSIGNED));
  }

  @Test
  void whatJsRejectsWeReject() throws GossipException {
    assertEquals(Refusal.BAD_SIGNATURE, refusal(invalid("tamperedData"), SIGNED));
    assertEquals(Refusal.BAD_AUTHOR, refusal(invalid("fromOfAnotherPeer"), SIGNED));
    assertEquals(Refusal.BAD_SEQNO, refusal(invalid("seqnoOf1Byte"), SIGNED));
    assertEquals(Refusal.AUTHOR_STATED, refusal(invalid("signedUnderStrictNoSign"), UNSIGNED));
    assertEquals(Refusal.UNSIGNED, refusal(invalid("unsignedUnderStrictSign"), SIGNED));
    assertEquals(5, VECTORS.getAsJsonObject("invalid").size());
  }

  @Test
  void messageIdsAreThoseOfTheOtherImplementations() throws GossipException {
    JsonObject ids = VECTORS.getAsJsonObject("messageIds");
    assertEquals(
        ids.get("goAndJvmDefault_fromPlusSeqno").getAsString(),
        MessageIds.FROM_AND_SEQNO.apply(message("strictSign")).toString());
    assertEquals(
        ids.get("jsDefaultStrictNoSign_sha256OfData").getAsString(),
        MessageIds.SHA256_OF_DATA.apply(message("strictNoSign")).toString());
  }

  private static @Nullable Refusal refusal(Message message, TopicRules rules) {
    Refusal form = Signatures.checkForm(message, rules);
    return form == null ? Signatures.checkSignature(message, rules) : form;
  }

  private static Message message(String name) throws GossipException {
    return only(RpcCodec.decode(hex(VECTORS.getAsJsonObject(name), "rpc")));
  }

  private static Message invalid(String name) throws GossipException {
    byte[] message = hex(VECTORS.getAsJsonObject("invalid").getAsJsonObject(name), "message");
    byte[] framed = LengthFrames.frame(message);
    byte[] rpc = new byte[framed.length + 1];
    rpc[0] = 0x12; // field 2
    System.arraycopy(framed, 0, rpc, 1, framed.length);
    return only(RpcCodec.decode(rpc));
  }

  private static Message only(Rpc rpc) {
    assertEquals(1, rpc.messages().size());
    return rpc.messages().getFirst();
  }

  private static byte[] hex(JsonObject object, String name) {
    return HexFormat.of().parseHex(object.get(name).getAsString());
  }

  private static JsonObject vectors() {
    InputStream resource = RpcCodecVectorsTest.class.getResourceAsStream("/vectors/gossipsub.json");
    assertNotNull(resource);
    try (Reader reader =
        new InputStreamReader(Objects.requireNonNull(resource), StandardCharsets.UTF_8)) {
      return JsonParser.parseReader(reader).getAsJsonObject();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
