package org.pando.resolver.answer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Type;

class CacheContentsTest {
  private static final Name NAME = Name.fromConstantString("www.Example.com.");
  private static final Name EXCLUDED = Name.fromConstantString("bank.example.");

  private long now = 1_000;
  private final AnswerCache cache =
      new AnswerCache(
          new AnswerCache.Limits(1 << 20, Duration.ZERO, Duration.ofDays(1), Duration.ofHours(1)),
          new Staleness(Duration.ofHours(1), EXCLUDED::equals),
          Runnable::run,
          () -> now);
  private final CacheContents contents = new CacheContents(cache, () -> now);

  private static Query query(Name name, int type) {
    return new Query(name, type, false, Trace.NONE);
  }

  private void learn(Name name) throws Exception {
    ARecord address = new ARecord(name, DClass.IN, 60, InetAddress.ofLiteral("192.0.2.1"));
    cache.put(
        query(name, Type.A),
        new Answer(Rcode.NOERROR, List.of(address), List.of(), Answer.Validation.NOT_VALIDATED));
  }

  private void learnNothing(Name name, int type) throws Exception {
    SOARecord soa = new SOARecord(name, DClass.IN, 60, name, name, 1, 2, 3, 4, 60);
    cache.put(
        query(name, type),
        new Answer(Rcode.NXDOMAIN, List.of(), List.of(soa), Answer.Validation.NOT_VALIDATED));
  }

  private static String text(HeldAnswer held) {
    Answer answer = held.answer();
    String what = answer == null ? "failed" : Rcode.string(answer.rcode());
    return Type.string(held.type()) + " " + what + " " + held.left() + " " + held.staleLeft();
  }

  private List<String> of(Name name) {
    return contents.of(name).stream().map(CacheContentsTest::text).toList();
  }

  @Test
  void whatIsHeldOfANameByType() throws Exception {
    learn(NAME);
    now += 70;
    learnNothing(NAME, Type.A);
    learnNothing(NAME, Type.AAAA);
    cache.putFailure(
        query(NAME, Type.MX), new ResolutionException(Failure.SERVER_FAILURE, "nobody knows"));
    now += 5;
    assertEquals(
        List.of(
            "A NOERROR -15 3585", "A NXDOMAIN 55 3655", "MX failed 5 0", "AAAA NXDOMAIN 55 3655"),
        of(new Name("www.example.COM.")));
    now += 3600;
    assertEquals(List.of("A NXDOMAIN -3545 55", "AAAA NXDOMAIN -3545 55"), of(NAME));
    assertEquals(List.of(), of(new Name("example.com.")));
  }

  @Test
  void whatMayNotBeStaleIsHeldWhileItIsFresh() throws Exception {
    learn(EXCLUDED);
    assertEquals(List.of("A NOERROR 60 0"), of(EXCLUDED));
    now += 60;
    assertEquals(List.of(), of(EXCLUDED));
  }

  @Test
  void aNameIsForgottenAloneOrWithAllBelowIt() throws Exception {
    for (String name : List.of("example.com.", "www.example.com.", "notexample.com.", "com.")) {
      learn(new Name(name));
    }
    learnNothing(new Name("example.com."), Type.AAAA);
    assertEquals(2, contents.flush(new Name("Example.COM."), false, true));
    assertEquals(3, contents.flush(new Name("example.com."), true, true));
    assertEquals(5, cache.size(), "a dry run forgets");
    assertEquals(2, contents.flush(new Name("example.com."), false, false));
    assertNull(cache.fresh(query(new Name("example.com."), Type.A).key()));
    assertNotNull(cache.fresh(query(NAME, Type.A).key()));
    assertEquals(1, contents.flush(new Name("example.com."), true, false));
    assertEquals(2, contents.flush(Name.root, true, false));
    assertEquals(0, cache.size());
  }

  @Test
  void failuresAreForgottenToo() {
    cache.putFailure(
        query(NAME, Type.MX), new ResolutionException(Failure.SERVER_FAILURE, "nobody knows"));
    contents.flush(NAME, false, false);
    assertNull(cache.failed(query(NAME, Type.MX).key()));
  }

  @Test
  void whatWasForgottenIsSomethingNewToSave() throws Exception {
    learn(NAME);
    long before = cache.changes();
    contents.flush(NAME, false, false);
    assertEquals(before + 1, cache.changes());
  }
}
