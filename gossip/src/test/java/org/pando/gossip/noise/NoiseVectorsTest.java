package org.pando.gossip.noise;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.pando.gossip.Identity;
import org.pando.gossip.Pieces;
import org.pando.gossip.TestIdentity;
import org.pando.gossip.Vectors;
import org.pando.gossip.noise.NoiseHandshake.Secured;

/** Both complete transcripts that js-libp2p's handshake made with known keys, from either end. */
class NoiseVectorsTest {
  static Stream<Named<JsonObject>> transcripts() {
    return Vectors.read("noise-xx.json").getAsJsonArray("vectors").asList().stream()
        .map(JsonElement::getAsJsonObject)
        .map(vector -> Named.of(vector.get("name").getAsString(), vector));
  }

  private static Identity identity(JsonObject end) {
    return new TestIdentity(Vectors.hex(end, "identitySeed"));
  }

  private static FixedKeys keys(JsonObject end) {
    return new FixedKeys(
        Vectors.hex(end.getAsJsonObject("static"), "private"),
        Vectors.hex(end.getAsJsonObject("ephemeral"), "private"));
  }

  private static List<String> muxers(JsonObject vector, String decodedBy) {
    List<String> muxers = new ArrayList<>();
    JsonArray array = vector.getAsJsonObject(decodedBy).getAsJsonArray("streamMuxers");
    array.forEach(muxer -> muxers.add(muxer.getAsString()));
    return muxers;
  }

  private static byte[] message(JsonObject vector, int number) {
    return Vectors.hex(step(vector, number), "framed");
  }

  private static JsonObject step(JsonObject vector, int number) {
    return vector.getAsJsonArray("steps").get(number - 1).getAsJsonObject();
  }

  private static void assertState(JsonObject vector, int number, NoiseHandshake handshake) {
    JsonObject after = step(vector, number).getAsJsonObject("after");
    assertArrayEquals(Vectors.hex(after, "h"), handshake.state().hash(), "h after " + number);
    assertArrayEquals(
        Vectors.hex(after, "ck"), handshake.state().chainingKey(), "ck after " + number);
  }

  private static void assertAgreed(
      JsonObject vector, String peer, String decodedBy, NoiseHandshake handshake) {
    Secured secured = Objects.requireNonNull(handshake.result());
    assertEquals(
        vector.getAsJsonObject(peer).get("peerId").getAsString(), secured.remote().toString());
    assertArrayEquals(
        Vectors.hex(vector.getAsJsonObject(decodedBy), "identityKey"),
        secured.remoteKey().encode());
    assertEquals(muxers(vector, decodedBy), secured.muxers());
    assertArrayEquals(Vectors.hex(vector, "handshakeHash"), handshake.state().hash());
    byte[][] keys = handshake.state().split();
    assertArrayEquals(Vectors.hex(vector, "initiatorToResponderKey"), keys[0]);
    assertArrayEquals(Vectors.hex(vector, "responderToInitiatorKey"), keys[1]);
  }

  private static NoiseHandshake initiator(JsonObject vector) {
    JsonObject end = vector.getAsJsonObject("initiator");
    return NoiseHandshake.initiator(
        identity(end), null, keys(end), muxers(vector, "decodedByResponder"));
  }

  private static NoiseHandshake responder(JsonObject vector) {
    JsonObject end = vector.getAsJsonObject("responder");
    return NoiseHandshake.responder(identity(end), keys(end), muxers(vector, "decodedByInitiator"));
  }

  @ParameterizedTest
  @MethodSource("transcripts")
  void initiatorSaysWhatTheTranscriptSays(JsonObject vector) throws Exception {
    NoiseHandshake handshake = initiator(vector);
    assertArrayEquals(message(vector, 1), handshake.start());
    assertState(vector, 1, handshake);
    assertArrayEquals(message(vector, 3), handshake.receive(message(vector, 2)));
    assertState(vector, 3, handshake);
    assertAgreed(vector, "responder", "decodedByInitiator", handshake);
    assertTransport(vector, "initiator", Objects.requireNonNull(handshake.result()).transport());
  }

  @ParameterizedTest
  @MethodSource("transcripts")
  void responderSaysWhatTheTranscriptSays(JsonObject vector) throws Exception {
    NoiseHandshake handshake = responder(vector);
    assertEquals(0, handshake.start().length);
    assertArrayEquals(message(vector, 2), handshake.receive(message(vector, 1)));
    assertState(vector, 2, handshake);
    assertEquals(0, handshake.receive(message(vector, 3)).length);
    assertState(vector, 3, handshake);
    assertAgreed(vector, "initiator", "decodedByResponder", handshake);
    assertTransport(vector, "responder", Objects.requireNonNull(handshake.result()).transport());
  }

  private static void assertTransport(JsonObject vector, String end, NoiseTransport transport)
      throws Exception {
    for (JsonElement element : vector.getAsJsonArray("transport")) {
      JsonObject message = element.getAsJsonObject();
      byte[] plaintext = Vectors.hex(message, "plaintext");
      byte[] framed = Vectors.hex(message, "framed");
      if (message.get("sender").getAsString().equals(end)) {
        assertArrayEquals(framed, transport.encrypt(plaintext));
      } else {
        assertArrayEquals(plaintext, transport.decrypt(framed));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("transcripts")
  void transcriptOneByteAtATimeIsTheSame(JsonObject vector) throws Exception {
    NoiseHandshake handshake = responder(vector);
    byte[] said = {};
    for (byte[] piece : Pieces.of(message(vector, 1), 1)) {
      assertEquals(0, said.length);
      said = handshake.receive(piece);
    }
    assertArrayEquals(message(vector, 2), said);
    for (byte[] piece : Pieces.of(message(vector, 3), 1)) {
      handshake.receive(piece);
    }
    assertAgreed(vector, "initiator", "decodedByResponder", handshake);
  }
}
