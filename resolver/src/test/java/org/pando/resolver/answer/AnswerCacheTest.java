package org.pando.resolver.answer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Type;

class AnswerCacheTest {
  private static final Name NAME = Name.fromConstantString("example.com.");
  private static final Query QUERY = new Query(NAME, Type.A, false, Trace.NONE);

  private long now = 1_000;
  private final AnswerCache cache =
      cache(Duration.ZERO, Duration.ofHours(1), Duration.ofMinutes(5));

  private AnswerCache cache(Duration min, Duration max, Duration negative) {
    return new AnswerCache(
        new AnswerCache.Limits(1 << 20, min, max, negative), Runnable::run, () -> now);
  }

  private static Answer answer(int rcode, List<Record> answers, List<Record> authority) {
    return new Answer(rcode, answers, authority, Answer.Validation.NOT_VALIDATED);
  }

  private static Answer address(long ttl) throws Exception {
    return answer(
        Rcode.NOERROR,
        List.of(new ARecord(NAME, DClass.IN, ttl, InetAddress.getByName("192.0.2.1"))),
        List.of());
  }

  private static Record soa(long ttl) {
    return new SOARecord(NAME, DClass.IN, ttl, NAME, NAME, 1, 2, 3, 4, 120);
  }

  @Test
  void anAnswerLivesForItsTtl() throws Exception {
    cache.put(QUERY, address(60));
    now += 59;
    Answer kept = cache.freshAnswer(QUERY);
    assertEquals(
        Optional.of(1L),
        Optional.ofNullable(kept).map(answer -> answer.answers().getFirst().getTTL()));
    now += 1;
    assertNull(cache.fresh(QUERY.key()));
  }

  @Test
  void limitsCutAndRaiseTtls() throws Exception {
    cache.put(QUERY, address(86_400));
    now += 3_600;
    assertNull(cache.fresh(QUERY.key()));
    AnswerCache raising = cache(Duration.ofSeconds(30), Duration.ofHours(1), Duration.ZERO);
    raising.put(QUERY, address(0));
    now += 29;
    assertNotNull(raising.fresh(QUERY.key()));
  }

  @Test
  void anAnswerWithoutTtlIsNotKept() throws Exception {
    cache.put(QUERY, address(0));
    assertNull(cache.fresh(QUERY.key()));
  }

  @Test
  void negativeAnswersLiveAsLongAsTheirSoa() {
    cache.put(QUERY, answer(Rcode.NXDOMAIN, List.of(), List.of(soa(120))));
    now += 119;
    assertNotNull(cache.fresh(QUERY.key()));
    now += 1;
    assertNull(cache.fresh(QUERY.key()));
  }

  @Test
  void negativeAnswersWithoutSoaAreNotKept() {
    cache.put(QUERY, answer(Rcode.NXDOMAIN, List.of(), List.of()));
    assertNull(cache.fresh(QUERY.key()));
  }

  @Test
  void anAliasWithoutTheRecordsAskedForIsNegative() {
    Name target = Name.fromConstantString("b.example.");
    Record alias = new CNAMERecord(NAME, DClass.IN, 9_000, target);
    cache.put(QUERY, answer(Rcode.NOERROR, List.of(alias), List.of(soa(9_000))));
    now += 120;
    assertNull(cache.fresh(QUERY.key()));
  }

  @Test
  void negativeAnswersHaveALimitOfTheirOwn() {
    AnswerCache brief = cache(Duration.ZERO, Duration.ofHours(1), Duration.ofSeconds(10));
    brief.put(QUERY, answer(Rcode.NXDOMAIN, List.of(), List.of(soa(120))));
    now += 10;
    assertNull(brief.fresh(QUERY.key()));
  }

  @Test
  void theKeyOfAQuestionInAnyCaseFindsIt() throws Exception {
    cache.put(QUERY, address(60));
    assertNotNull(cache.fresh(QuestionKey.of(new Name("EXAMPLE.com.").toWire(), Type.A)));
    assertNull(cache.fresh(QuestionKey.of(NAME.toWire(), Type.AAAA)));
  }
}
