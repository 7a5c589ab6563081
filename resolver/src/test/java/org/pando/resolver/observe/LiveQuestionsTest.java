package org.pando.resolver.observe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.pando.resolver.answer.Inbox;
import org.pando.resolver.answer.Step;
import org.pando.resolver.answer.WireQuestion;
import org.pando.resolver.observe.LiveQuestions.Page;
import org.pando.resolver.scenario.World;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

class LiveQuestionsTest {
  private static final InetAddress CLIENT = InetAddress.ofLiteral("192.0.2.7");
  private static final Instant NOW = Instant.parse("2026-11-25T18:00:00Z");
  private static final long SECOND = 1_000_000_000;

  private final World world = new World();
  private final Metrics metrics = new Metrics();
  private final LiveQuestions live =
      new LiveQuestions(
          metrics,
          () -> NOW,
          world::nanos,
          new Inbox.Maker() {
            @Override
            public <T> Inbox<T> make() {
              return world.inbox();
            }
          });
  private final List<Page> pages = new ArrayList<>();
  private long listened;

  @BeforeEach
  void begin() {
    world.runUntil(SECOND);
  }

  private void ask(String name) {
    Message message = new Message(1);
    message.getHeader().setFlag(Flags.RD);
    message.addRecord(
        Record.newRecord(Name.fromConstantString(name), Type.A, DClass.IN), Section.QUESTION);
    byte[] packet = message.toWire();
    WireQuestion question = new WireQuestion();
    assertEquals(WireQuestion.Reading.QUESTION, question.read(packet, packet.length));
    live.answered(Protocol.UDP, question, CLIENT, Step.CACHE, 0, 5);
  }

  private void await(long from) {
    world.start(
        () -> {
          try {
            pages.add(live.await(from));
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
        });
  }

  private static List<String> names(Page page) {
    return page.questions().stream().map(q -> q.name().toString()).toList();
  }

  @Test
  void aListenerGetsWhatIsAskedFromThenOnAndSoDoTheCounters() {
    ask("before.example.");
    listened = live.listen();
    ask("One.example.");
    await(listened);
    world.after(SECOND / 20, () -> ask("two.example."));
    world.runUntil(2 * SECOND);
    Page page = pages.getFirst();
    assertEquals(List.of("One.example.", "two.example."), names(page));
    assertEquals(0, page.lost());
    assertEquals(
        new LiveQuestions.Answered(
            NOW,
            Name.fromConstantString("One.example."),
            Type.A,
            CLIENT,
            Protocol.UDP,
            Step.CACHE,
            0,
            5),
        page.questions().getFirst());
    assertEquals(3, metrics.totals().answered().get(Step.CACHE));
  }

  @Test
  void aListenerWaitsForTheNextQuestionAndForThoseRightBehindIt() {
    await(live.listen());
    world.after(3 * SECOND, () -> ask("late.example."));
    world.after(3 * SECOND + SECOND / 20, () -> ask("behind.example."));
    world.runUntil(4 * SECOND);
    assertEquals(0, pages.size(), "still waiting");
    world.runUntil(5 * SECOND);
    assertEquals(List.of("late.example.", "behind.example."), names(pages.getFirst()));
    await(pages.getFirst().next());
    world.runUntil(20 * SECOND);
    assertEquals(List.of(), names(pages.getLast()), "told that nothing came");
    assertEquals(pages.getFirst().next(), pages.getLast().next());
  }

  @Test
  void whatCameTooFastIsCounted() {
    listened = live.listen();
    for (int i = 0; i < LiveQuestions.KEPT + 3; i++) {
      ask("n" + i + ".example.");
    }
    await(listened);
    world.runUntil(2 * SECOND);
    assertEquals(3, pages.getFirst().lost());
    assertEquals(LiveQuestions.KEPT, pages.getFirst().questions().size());
    assertEquals("n3.example.", names(pages.getFirst()).getFirst());
  }

  @Test
  void whenNobodyListensAnyMoreNothingIsKept() {
    listened = live.listen();
    ask("kept.example.");
    world.runUntil(60 * SECOND);
    ask("unheard.example.");
    ask("unheard.example.");
    await(listened);
    world.runUntil(62 * SECOND);
    assertEquals(List.of(), names(pages.getFirst()));
    assertEquals(1, pages.getFirst().lost());
  }

  @Test
  void aNodeThatStopsLetsListenersGo() {
    await(live.listen());
    world.after(SECOND, live::close);
    world.runUntil(3 * SECOND);
    assertEquals(0, world.alive());
    assertTrue(pages.getFirst().questions().isEmpty());
  }
}
