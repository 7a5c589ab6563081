package org.pando.gossip.multistream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Timeout;
import org.pando.gossip.GossipException;
import org.pando.gossip.Pieces;

@Timeout(10)
final class NegotiationFuzzTest {
  private static final int MAX_ANSWER = 64 * Negotiation.MAX_PROPOSALS;

  @FuzzTest
  void listener(byte[] input) {
    assertSameInPieces(input, () -> Negotiation.listener(text -> text.startsWith("/meshsub/1.")));
  }

  @FuzzTest
  void dialer(byte[] input) {
    assertSameInPieces(
        input,
        () -> Negotiation.dialer(List.of("/meshsub/1.2.0", "/meshsub/1.1.0", "/a/b"), false));
    assertSameInPieces(input, () -> Negotiation.dialer(List.of("/a/b"), true));
  }

  private record Outcome(List<Object> ends, String answers, String leftover) {}

  /** However the bytes are cut, the answers and the result are the same. */
  private static void assertSameInPieces(byte[] input, Supplier<Negotiation> negotiations) {
    Outcome whole = outcome(List.of(input), negotiations.get());
    Outcome pieces = outcome(Pieces.of(input, 1), negotiations.get());
    assertEquals(whole.ends(), pieces.ends());
    assertEquals(whole.leftover(), pieces.leftover());
    if (!whole.answers().isEmpty()) { // answers before an exception are lost with the whole
      assertEquals(whole.answers(), pieces.answers());
    }
    assertTrue(pieces.answers().length() / 2 <= MAX_ANSWER + input.length);
  }

  private static Outcome outcome(List<byte[]> pieces, Negotiation negotiation) {
    ByteArrayOutputStream answers = new ByteArrayOutputStream();
    ByteArrayOutputStream leftover = new ByteArrayOutputStream();
    List<Object> ends = new ArrayList<>();
    try {
      for (byte[] piece : pieces) {
        if (negotiation.settled()) {
          leftover.writeBytes(piece);
        } else {
          answers.writeBytes(negotiation.receive(piece));
          leftover.writeBytes(negotiation.leftover());
        }
      }
    } catch (GossipException e) {
      ends.add(e.kind());
    }
    ends.addAll(Arrays.asList(negotiation.settled(), negotiation.refused()));
    ends.add(String.valueOf(negotiation.selected()));
    HexFormat hex = HexFormat.of();
    return new Outcome(
        ends, hex.formatHex(answers.toByteArray()), hex.formatHex(leftover.toByteArray()));
  }
}
