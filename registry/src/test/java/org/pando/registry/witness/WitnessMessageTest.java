package org.pando.registry.witness;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pando.registry.Bytes;
import org.pando.registry.NetworkId;
import org.pando.registry.TestKeys;
import org.pando.registry.TestNetwork;
import org.pando.registry.Vectors;
import org.pando.registry.crypto.SignedKind;
import org.pando.registry.record.Certificate;
import org.pando.registry.record.Op;
import org.pando.registry.record.SignedOp;
import org.pando.registry.record.Vote;
import org.pando.registry.rule.RecordException;
import org.pando.registry.witness.WitnessReply.Code;
import org.pando.registry.witness.WitnessReply.Refused;

/** The messages of {@code /pando/witness/1.0.0}, byte by byte. */
final class WitnessMessageTest {
  private static final TestNetwork HOME = TestNetwork.home();
  private static final SignedOp<Op.NameOp> CLAIM = Witnesses.named(HOME.claim("blog"));
  private static final Vote VOTE = Vote.on(CLAIM, 0, 0, HOME.id());
  private static final Bytes PREPARE =
      VOTE.sign(SignedKind.PREPARE, HOME.witnesses().getFirst(), HOME.id());
  private static final Bytes COMMIT =
      VOTE.sign(SignedKind.COMMIT, HOME.witnesses().getFirst(), HOME.id());
  private static final Bytes BLIND = TestKeys.hash("blind");
  private static final String NETWORK = "01" + string(HOME.id().bytes());

  /** A byte string as CBOR has it. */
  private static String string(Bytes bytes) {
    int length = bytes.length();
    String head =
        length < 24
            ? "%02x".formatted(0x40 + length)
            : length < 256 ? "58%02x".formatted(length) : "59%04x".formatted(length);
    return head + bytes.toHex();
  }

  private static String text(String text) {
    return "%02x".formatted(0x60 + text.length())
        + Bytes.of(text.getBytes(StandardCharsets.US_ASCII)).toHex();
  }

  private static Certificate quorum() {
    return Certificate.of(VOTE, Map.of(0, PREPARE));
  }

  /** Each request with its bytes, put together by hand from the specification's example. */
  private static Map<WitnessRequest, String> requests() {
    Bytes claim = Vectors.hex("n1.claim.signedOp");
    Map<WitnessRequest, String> all = new LinkedHashMap<>();
    all.put(new WitnessRequest.GiveReceipt(BLIND), "a30001" + NETWORK + "02" + string(BLIND));
    all.put(
        new WitnessRequest.Submit(Witnesses.submission(CLAIM)),
        "a30002" + NETWORK + "02" + string(Bytes.fromHex("a101" + string(claim))));
    all.put(
        new WitnessRequest.Lock(CLAIM, quorum()),
        "a40003"
            + NETWORK
            + "02"
            + string(claim)
            + "03"
            + string(Bytes.fromHex("a400000100020103" + string(PREPARE))));
    all.put(
        new WitnessRequest.Adopt(Vectors.hex("n1.bundle1")),
        "a30007" + NETWORK + "02" + string(Vectors.hex("n1.bundle1")));
    all.put(new WitnessRequest.State("blog"), "a30008" + NETWORK + "02" + text("blog"));
    return all;
  }

  /** Each reply, likewise. */
  private static Map<WitnessReply, String> replies() {
    Bytes hash = CLAIM.opHash(HOME.id());
    Bytes bundle = Vectors.hex("n1.bundle1");
    String refusal = "a50000" + NETWORK + "02";
    Map<WitnessReply, String> all = new LinkedHashMap<>();
    all.put(
        new WitnessReply.Received(0, TestNetwork.NOW, PREPARE),
        "a50001" + NETWORK + "0200031a6955b90004" + string(PREPARE));
    all.put(
        new WitnessReply.Prepared(CLAIM, PREPARE),
        "a50002"
            + NETWORK
            + "02"
            + string(hash)
            + "03"
            + string(PREPARE)
            + "04"
            + string(Vectors.hex("n1.claim.signedOp")));
    all.put(
        new WitnessReply.Committed(VOTE, COMMIT),
        "a40003"
            + NETWORK
            + "02"
            + string(Vectors.hex("n1.claim.votePayload"))
            + "03"
            + string(COMMIT));
    all.put(new WitnessReply.Adopted(), "a20007" + NETWORK);
    all.put(new WitnessReply.Known(null, null), "a20008" + NETWORK);
    all.put(new WitnessReply.Known(bundle, null), "a30008" + NETWORK + "02" + string(bundle));
    all.put(
        new WitnessReply.Known(null, new WitnessReply.Open(0, 7, 2, -1, null)),
        "a30008" + NETWORK + "038500070200" + "40");
    all.put(
        new WitnessReply.Known(null, new WitnessReply.Open(0, 7, 2, 1, hash)),
        "a30008" + NETWORK + "038500070201" + string(hash));
    all.put(
        new Refused(Code.DECIDED, "no", null, bundle, 0),
        refusal + "0103" + text("no") + "04" + string(bundle));
    all.put(
        new Refused(Code.BEHIND, "no", null, bundle, 0),
        refusal + "0203" + text("no") + "04" + string(bundle));
    all.put(
        new Refused(Code.WAIT, "no", null, null, 300), refusal + "0303" + text("no") + "0419012c");
    all.put(
        new Refused(Code.SEALED, "no", null, BLIND, 0),
        refusal + "0603" + text("no") + "04" + string(BLIND));
    all.put(new Refused(Code.ROUND, "no", null, null, 3), refusal + "0703" + text("no") + "0403");
    all.put(
        new Refused(Code.NOT_ADMITTED, "no", AdmissionRule.A4, null, 0),
        refusal + "0903" + text("no") + "0404");
    for (Code code : List.of(Code.INVALID, Code.BUSY, Code.NOT_SIGNING, Code.BEHIND)) {
      all.put(
          Refused.of(code, "no"),
          "a40000" + NETWORK + "02%02x03".formatted(code.number()) + text("no"));
    }
    return all;
  }

  @Test
  @Tag("I6")
  void requestsStandAsTheSpecificationSays() throws Exception {
    for (Map.Entry<WitnessRequest, String> entry : requests().entrySet()) {
      RequestMessage message = new RequestMessage(HOME.id(), entry.getKey());
      assertEquals(entry.getValue(), message.encode().toHex());
      assertEquals(message, RequestMessage.decode(message.encode()));
      assertEquals(HOME.id(), RequestMessage.networkOf(message.encode()));
    }
  }

  @Test
  @Tag("I6")
  void repliesStandAsTheSpecificationSays() throws Exception {
    for (Map.Entry<WitnessReply, String> entry : replies().entrySet()) {
      ReplyMessage message = new ReplyMessage(HOME.id(), entry.getKey());
      assertEquals(entry.getValue(), message.encode().toHex());
      assertEquals(message, ReplyMessage.decode(message.encode()));
    }
  }

  private static List<Bytes> samples() {
    List<Bytes> all = new ArrayList<>();
    requests().keySet().forEach(one -> all.add(new RequestMessage(HOME.id(), one).encode()));
    replies().keySet().forEach(one -> all.add(new ReplyMessage(HOME.id(), one).encode()));
    return all;
  }

  @Test
  @Tag("case-22")
  void whatIsCutOffOrHasMoreIsRefused() {
    for (Bytes sample : samples()) {
      for (int length = 0; length < sample.length(); length++) {
        Bytes cut = Bytes.of(sample.toArray(), 0, length);
        assertThrows(RecordException.class, () -> RequestMessage.decode(cut));
        assertThrows(RecordException.class, () -> ReplyMessage.decode(cut));
      }
      Bytes more = Bytes.fromHex(sample.toHex() + "00");
      assertThrows(RecordException.class, () -> RequestMessage.decode(more));
      assertThrows(RecordException.class, () -> ReplyMessage.decode(more));
    }
  }

  /** Whatever still decodes after a change encodes to the changed bytes. */
  @Test
  @Tag("I6")
  void everyChangedBitIsRefusedOrCanonical() {
    int decoded = 0;
    for (Bytes sample : samples()) {
      for (int bit = 0; bit < 8 * sample.length(); bit++) {
        byte[] bytes = sample.toArray();
        bytes[bit / 8] ^= (byte) (1 << bit % 8);
        Bytes changed = Bytes.of(bytes);
        try {
          assertEquals(changed, RequestMessage.decode(changed).encode());
          decoded++;
        } catch (RecordException e) {
          assertFalse(e.getMessage().isEmpty());
        }
        try {
          assertEquals(changed, ReplyMessage.decode(changed).encode());
          decoded++;
        } catch (RecordException e) {
          assertFalse(e.getMessage().isEmpty());
        }
      }
    }
    assertTrue(decoded > 0, "no change left the form intact, such as of a signature");
  }

  @Test
  @Tag("I6")
  void whateverIsMadeReadsBack() throws Exception {
    Random random = new Random(20260101);
    for (int i = 0; i < 300; i++) {
      NetworkId network = new NetworkId(bytes(random, 32));
      List<Receipt> receipts = new ArrayList<>();
      for (int left = random.nextInt(4); left > 0; left--) {
        receipts.add(new Receipt(random.nextInt(10), random.nextLong(1L << 40), bytes(random, 64)));
      }
      RequestMessage request =
          new RequestMessage(
              network,
              new WitnessRequest.Submit(
                  new Submission(
                      CLAIM,
                      random.nextBoolean() ? bytes(random, random.nextInt(4097)) : null,
                      random.nextBoolean() ? bytes(random, 16) : null,
                      receipts,
                      random.nextBoolean() ? bytes(random, 8) : null)));
      assertEquals(request, RequestMessage.decode(request.encode()));
      boolean locked = random.nextBoolean();
      ReplyMessage reply =
          new ReplyMessage(
              network,
              new WitnessReply.Known(
                  random.nextBoolean() ? bytes(random, 1 + random.nextInt(4096)) : null,
                  new WitnessReply.Open(
                      random.nextLong(1L << 32),
                      random.nextLong(1L << 32),
                      random.nextInt(1 << 16),
                      locked ? random.nextInt(1 << 16) : -1,
                      locked ? bytes(random, 32) : null)));
      assertEquals(reply, ReplyMessage.decode(reply.encode()));
    }
  }

  private static Bytes bytes(Random random, int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return Bytes.of(bytes);
  }

  /** Those of later rounds, and those that there never were. */
  @ParameterizedTest
  @ValueSource(ints = {4, 5, 6, 9, 10, 11, 200})
  @Tag("I15")
  void aTypeOfAnotherVersionSaysWhichThereAre(int type) throws Exception {
    Bytes request = Bytes.fromHex("a300%s%s0200".formatted(number(type), NETWORK));
    assertEquals(HOME.id(), RequestMessage.networkOf(request));
    String why =
        assertThrows(RecordException.class, () -> RequestMessage.decode(request)).getMessage();
    assertTrue(why.contains("type " + type + " is not one that this version"), why);
    Bytes reply = Bytes.fromHex("a200%s%s".formatted(number(type), NETWORK));
    assertThrows(RecordException.class, () -> ReplyMessage.decode(reply));
  }

  private static String number(int value) {
    return value < 24 ? "%02x".formatted(value) : "18%02x".formatted(value);
  }

  @Test
  void aRefusalSaysNothingThatATerminalWouldObey() {
    String refusal = "a40000" + NETWORK + "020403";
    assertThrows(
        RecordException.class,
        () -> ReplyMessage.decode(Bytes.fromHex(refusal + "641b5b326a"))); // ESC [ 2 j
    assertEquals("?[2j?", Refused.of(Code.INVALID, "\u001b[2j\u00e4").text());
    assertEquals(Refused.MAX_TEXT, Refused.of(Code.INVALID, "a".repeat(9999)).text().length());
  }

  @Test
  void aVoteIsForTheOperationThatComesWithIt() {
    Bytes good = new ReplyMessage(HOME.id(), new WitnessReply.Prepared(CLAIM, PREPARE)).encode();
    String other = good.toHex().replace(CLAIM.opHash(HOME.id()).toHex(), BLIND.toHex());
    assertThrows(RecordException.class, () -> ReplyMessage.decode(Bytes.fromHex(other)));
  }
}
