package org.pando.resolver.lookup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.pando.resolver.lookup.Messages.message;
import static org.pando.resolver.lookup.Messages.query;
import static org.pando.resolver.lookup.Messages.rrsig;
import static org.pando.resolver.lookup.Messages.text;
import static org.pando.resolver.lookup.StaleScene.address;
import static org.pando.resolver.lookup.StaleScene.failure;
import static org.pando.resolver.lookup.StaleScene.nothing;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.pando.resolver.answer.Answer;
import org.pando.resolver.answer.AnswerCache;
import org.pando.resolver.answer.CacheContents;
import org.pando.resolver.answer.Deadline;
import org.pando.resolver.answer.Failure;
import org.pando.resolver.answer.Staleness;
import org.pando.resolver.answer.Step;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** Part D of the attack checklist: what is stale, what is negative. */
class StaleAttacksTest {
  private final StaleScene scene = new StaleScene();

  /** A signature of two labels over a name of three: a wildcard stood in. */
  private static Answer fromWildcard(String name) throws Exception {
    String record = name + " 60 IN A 192.0.2.1\n" + rrsig(name, "A", 2, 60, "example.com.");
    Message message = message(record, "");
    return new Answer(
        Rcode.NOERROR,
        message.getSection(Section.ANSWER),
        List.of(),
        Answer.Validation.NOT_VALIDATED);
  }

  /** 39, CVE-2026-46582: it would say of a name what nobody ever said of it. */
  @Test
  void aWildcardsAnswerIsStaleForItsOwnQuestionOnly() throws Exception {
    scene.serversSay(fromWildcard("a.example.com.")).ask("a.example.com.");
    scene.pass(Duration.ofSeconds(100)).serversFail(failure(Failure.TIMEOUT));
    assertEquals(Step.STALE, scene.ask("a.example.com.").step());
    assertEquals("SERVFAIL", scene.ask("b.example.com.").rcode());
    assertEquals("SERVFAIL", scene.ask("x.a.example.com.").rcode());
    assertEquals("SERVFAIL", scene.ask("a.example.com.", Type.AAAA, 0).rcode());
  }

  /** 39: what is stale is given, and never looked at as if it had been looked up. */
  @Test
  void whatIsGivenStaleIsNotKeptAsNew() throws Exception {
    scene.serversSay(address("a.example.", 1, 60)).ask("a.example.");
    scene.pass(Duration.ofSeconds(60)).serversFail(failure(Failure.TIMEOUT));
    for (long age = 0; age < StaleScene.MAX_AGE.toSeconds(); age += 600) {
      assertEquals(Step.STALE, scene.ask("a.example.").step(), "over since " + age + " s");
      scene.pass(Duration.ofMinutes(10));
    }
    assertEquals("SERVFAIL", scene.ask("a.example.").rcode());
  }

  /** 40: only its own records answer a question, so nobody's name servers can be kept alive. */
  @Test
  void nameServersAndGlueBesideAnAnswerAreNotKept() throws Exception {
    Message reply =
        message(
            "www.ghost.example. 60 IN A 192.0.2.1", "ghost.example. 86400 IN NS ns.ghost.example.");
    reply.addRecord(
        address("ns.ghost.example.", 66, 86_400).answers().getFirst(), Section.ADDITIONAL);
    AnswerCache cache =
        new AnswerCache(
            new AnswerCache.Limits(1 << 20, Duration.ZERO, Duration.ofDays(1), Duration.ofHours(1)),
            Staleness.OFF,
            Runnable::run,
            () -> 0);
    Resolver resolver =
        new CachingResolver(
            cache, new ValidatedLookup((query, deadline) -> reply, registryName -> false));
    Answer answer =
        resolver.resolve(
            query("www.ghost.example.", Type.A), Deadline.in(Duration.ofSeconds(1), () -> 0));
    assertEquals(List.of("www.ghost.example. 60 A"), text(answer.answers()));
    assertEquals(List.of(), answer.authority());
    CacheContents contents = new CacheContents(cache, () -> 0);
    assertEquals(1, contents.flush(Name.root, true, true));
    assertEquals(1, contents.of(new Name("www.ghost.example.")).size());
  }

  /** 40: a question shortly before its answer is over does not lengthen its life by itself. */
  @Test
  void anAnswerLivesAsLongAsItWasSaidToHoweverOftenItIsAsked() throws Exception {
    scene.serversSay(address("ghost.example.", 1, 100)).ask("ghost.example.");
    scene.serversSay(nothing(Rcode.NXDOMAIN, "example.", 60));
    for (int second = 1; second < 100; second++) {
      scene.pass(Duration.ofSeconds(1));
      assertEquals("NOERROR", scene.ask("ghost.example.").rcode());
    }
    scene.pass(Duration.ofSeconds(1));
    assertEquals("NXDOMAIN", scene.ask("ghost.example.").rcode());
  }

  /** 42, RFC 8020: what is below may be somebody else's, here or at another upstream. */
  @Test
  void thatANameDoesNotExistSaysNothingOfTheNamesBelowIt() throws Exception {
    scene.serversSay(nothing(Rcode.NXDOMAIN, "corp.", 3600));
    assertEquals("NXDOMAIN", scene.ask("corp.").rcode());
    scene.serversSay(address("www.corp.", 1, 60));
    assertEquals(List.of("60 A 192.0.2.1"), scene.ask("www.corp.").records());
  }
}
