package org.pando.resolver.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.pando.resolver.answer.Deadline;
import org.pando.resolver.answer.Failure;
import org.pando.resolver.answer.Query;
import org.pando.resolver.answer.ResolutionException;
import org.pando.resolver.answer.Trace;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Type;

class RoutingExchangeTest {
  private static final Name SUFFIX = Name.fromConstantString("home.alt.");
  private static final Name LOOP = Name.fromConstantString("123.pando-loop-check.");
  private static final Name CORP = Name.fromConstantString("corp.internal.");
  private static final Name ALT = Name.fromConstantString("alt.");

  private final Message reply = new Message();
  private int asked;
  private final Message routed = new Message();
  private final RoutingExchange exchange =
      new RoutingExchange(
          name -> name.subdomain(SUFFIX),
          name -> name.equals(LOOP),
          List.of(new RoutingExchange.Route(CORP, (query, deadline) -> routed)),
          name -> name.subdomain(ALT) || name.subdomain(CORP),
          (query, deadline) -> {
            asked++;
            return reply;
          });

  private Message ask(String name) throws Exception {
    Query query = new Query(new Name(name), Type.A, false, Trace.NONE);
    return exchange.exchange(query, Deadline.in(Duration.ofSeconds(1), () -> 0));
  }

  /** Invariant I11: whatever the steps before it do, no such name goes out. */
  @Test
  @Tag("I11")
  void registryNamesAreAskedOfNobody() {
    for (String name : new String[] {"home.alt.", "blog.HOME.alt.", "a.b.home.alt."}) {
      ResolutionException e = assertThrows(ResolutionException.class, () -> ask(name));
      assertEquals(Failure.NOT_PUBLIC, e.failure());
    }
    assertEquals(0, asked);
  }

  @Test
  void otherNamesAre() throws Exception {
    assertSame(reply, ask("example.com."));
    assertSame(reply, ask("myhome.example."));
  }

  @Test
  void specialUseNamesAreAskedOfNobody() {
    ResolutionException e = assertThrows(ResolutionException.class, () -> ask("myhome.alt."));
    assertEquals(Failure.NOT_PUBLIC, e.failure());
    assertEquals(0, asked);
  }

  @Test
  void namesWithUpstreamsOfTheirOwnAreAskedOfThoseEvenSpecialOnes() throws Exception {
    assertSame(routed, ask("git.CORP.internal."));
    assertSame(routed, ask("corp.internal."));
    assertEquals(0, asked);
  }

  @Test
  void aQuestionThatComesBackGoesNoFurther() {
    ResolutionException e =
        assertThrows(ResolutionException.class, () -> ask("123.pando-loop-check."));
    assertEquals(Failure.FORWARDING_LOOP, e.failure());
    assertEquals(0, asked);
  }
}
