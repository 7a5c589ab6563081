package org.pando.resolver.lookup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.pando.resolver.lookup.Messages.query;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Timeout;
import org.pando.resolver.Bounded;
import org.pando.resolver.answer.Answer;
import org.pando.resolver.answer.AnswerCache;
import org.pando.resolver.answer.Query;
import org.pando.resolver.answer.ReplyEncoder;
import org.pando.resolver.answer.ResolutionException;
import org.pando.resolver.answer.Staleness;
import org.pando.resolver.answer.WireAnswer;
import org.pando.resolver.answer.WireQuestion;
import org.xbill.DNS.DClass;
import org.xbill.DNS.ExtendedFlags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

@Timeout(10)
final class ScrubberFuzzTest {
  private static final Name NAME = Name.fromConstantString("www.example.com.");
  private static final Name SUFFIX = Name.fromConstantString("home.alt.");

  private final Scrubber scrubber = new Scrubber(name -> name.subdomain(SUFFIX));
  private final AnswerCache cache =
      new AnswerCache(
          new AnswerCache.Limits(1 << 20, Duration.ZERO, Duration.ofDays(1), Duration.ofHours(1)),
          Staleness.OFF,
          Runnable::run,
          () -> 0);

  /**
   * Whatever a server sends is refused, or becomes an answer to the question that can be cached,
   * sent and read again, with and without DNSSEC records, and says nothing of a registry name.
   */
  @FuzzTest
  void scrub(byte[] input) throws Exception {
    if (input.length == 0) {
      return;
    }
    Query query = query(NAME.toString(), (input[0] & 1) == 0 ? Type.A : Type.CNAME);
    byte[] packet = Arrays.copyOfRange(input, 1, input.length);
    Scrubber.Scrubbed scrubbed = Bounded.within(input.length, () -> tryScrub(query, packet));
    if (scrubbed == null) {
      return;
    }
    for (Record r : scrubbed.answers()) {
      assertFalse(r.getName().subdomain(SUFFIX), r::toString);
      assertEquals(DClass.IN, r.getDClass());
    }
    if (!scrubbed.answers().isEmpty()) {
      assertEquals(NAME, owner(scrubbed.answers().getFirst()));
    }
    Answer answer =
        new Answer(
            scrubbed.rcode(),
            scrubbed.answers(),
            scrubbed.authority(),
            Answer.Validation.NOT_VALIDATED);
    assertIsSent(query, answer);
  }

  private Scrubber.@Nullable Scrubbed tryScrub(Query query, byte[] packet) {
    Message message;
    try {
      message = new Message(packet);
    } catch (IOException | RuntimeException e) {
      return null; // as WireExchange does
    }
    try {
      return scrubber.scrub(query, message);
    } catch (ResolutionException e) {
      assertTrue(Objects.requireNonNull(e.getMessage()).length() > 10);
      return null;
    }
  }

  /** The question's name, or one above it with a DNAME record. */
  private static Name owner(Record first) {
    return first.getType() == Type.DNAME && NAME.subdomain(first.getName())
        ? NAME
        : first.getName();
  }

  private void assertIsSent(Query query, Answer answer) throws Exception {
    cache.put(query, answer);
    WireAnswer encoded = cache.encode(query, answer);
    for (int flags : new int[] {0, ExtendedFlags.DO}) {
      Message asked = Message.newQuery(Record.newRecord(query.name(), query.type(), DClass.IN));
      asked.addRecord(new OPTRecord(1232, 0, 0, flags), Section.ADDITIONAL);
      WireQuestion question = new WireQuestion();
      byte[] wire = asked.toWire();
      assertEquals(WireQuestion.Reading.QUESTION, question.read(wire, wire.length));
      byte[] out = new byte[ReplyEncoder.MAX_REPLY];
      int length = new ReplyEncoder(true).encode(question, encoded, 0, out.length, out);
      Message reply = new Message(Arrays.copyOf(out, length));
      if (flags == ExtendedFlags.DO) {
        assertEquals(answer.answers().size(), reply.getSection(Section.ANSWER).size());
      }
    }
  }
}
