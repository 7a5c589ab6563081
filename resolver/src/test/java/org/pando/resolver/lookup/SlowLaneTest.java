package org.pando.resolver.lookup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.pando.resolver.answer.Answer;
import org.pando.resolver.answer.AnswerCache;
import org.pando.resolver.answer.Deadline;
import org.pando.resolver.answer.ExtendedError;
import org.pando.resolver.answer.Failure;
import org.pando.resolver.answer.NoNetworks;
import org.pando.resolver.answer.Query;
import org.pando.resolver.answer.RegistryAnswers;
import org.pando.resolver.answer.RegistryNames;
import org.pando.resolver.answer.ResolutionException;
import org.pando.resolver.answer.Staleness;
import org.pando.resolver.answer.Trace;
import org.pando.resolver.answer.WireAnswer;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Type;

class SlowLaneTest {
  private static final Query QUERY =
      new Query(Name.fromConstantString("example.com."), Type.A, false, Trace.NONE);
  private static final Answer ANSWER =
      new Answer(Rcode.NXDOMAIN, List.of(), List.of(), Answer.Validation.NOT_VALIDATED);
  private static final Duration TIMEOUT = Duration.ofSeconds(4);

  /** Runs tasks when a test says so. */
  private static final class Later extends AbstractExecutorService {
    private final List<Runnable> tasks = new ArrayList<>();
    private boolean shutDown;

    @Override
    public void execute(Runnable task) {
      if (shutDown) {
        throw new RejectedExecutionException();
      }
      tasks.add(task);
    }

    void runAll() {
      List<Runnable> now = List.copyOf(tasks);
      tasks.clear();
      now.forEach(Runnable::run);
    }

    @Override
    public void shutdown() {
      shutDown = true;
    }

    @Override
    public List<Runnable> shutdownNow() {
      shutdown();
      return List.copyOf(tasks);
    }

    @Override
    public boolean isShutdown() {
      return shutDown;
    }

    @Override
    public boolean isTerminated() {
      return shutDown && tasks.isEmpty();
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) {
      return isTerminated();
    }
  }

  private final AtomicLong clock = new AtomicLong();
  private final AnswerCache cache =
      new AnswerCache(
          new AnswerCache.Limits(100_000, Duration.ZERO, Duration.ofHours(1), Duration.ofHours(1)),
          new Staleness(Duration.ofHours(1), name -> false),
          Runnable::run,
          () -> clock.get() / 1_000_000_000L);
  private final Later threads = new Later();
  private final List<WireAnswer> replies = new ArrayList<>();
  private final List<Deadline> deadlines = new ArrayList<>();
  private @Nullable ResolutionException failure;

  private SlowLane lane(int places) {
    return lane(places, places);
  }

  private SlowLane lane(int places, int running) {
    return lane(places, running, cache);
  }

  private SlowLane lane(int places, int running, AnswerCache cache) {
    Resolver resolver =
        (query, deadline) -> {
          deadlines.add(deadline);
          ResolutionException e = failure;
          if (e != null) {
            throw e;
          }
          return ANSWER;
        };
    SlowAnswers answers =
        new SlowAnswers(new RegistryAnswers(new RegistryNames(new NoNetworks())), resolver, cache);
    return new SlowLane(answers, threads, places, running, TIMEOUT, clock::get);
  }

  private void ask(SlowLane lane, String client) {
    lane.submit(QUERY, ClientNetwork.of(InetAddress.ofLiteral(client)), replies::add);
  }

  private void assertReply(int index, int rcode, ExtendedError.@Nullable Code code) {
    assertTrue(replies.size() > index, "no reply");
    assertEquals(rcode, replies.get(index).rcode());
    ExtendedError error = replies.get(index).error();
    assertEquals(code, error == null ? null : error.code());
  }

  @Test
  void theAnswerIsHandedOver() {
    ask(lane(4), "192.0.2.1");
    assertEquals(List.of(), replies);
    threads.runAll();
    assertReply(0, Rcode.NXDOMAIN, null);
  }

  @Test
  void whoHasItsShareFailsAtOnceAndTheOthersHaveTheirs() {
    SlowLane lane = lane(8);
    for (int i = 0; i < 3; i++) {
      ask(lane, "192.0.2.1");
    }
    assertReply(0, Rcode.SERVFAIL, ExtendedError.Code.OTHER);
    ask(lane, "192.0.2.2");
    assertEquals(1, replies.size());
    threads.runAll();
    assertEquals(4, replies.size());
    ask(lane, "192.0.2.1");
    assertEquals(4, replies.size(), "its places were not given back");
  }

  @Test
  void aFullLaneFailsAtOnce() {
    SlowLane lane = lane(4);
    for (int i = 0; i < 5; i++) {
      ask(lane, "192.0.2." + i);
    }
    assertReply(0, Rcode.SERVFAIL, ExtendedError.Code.OTHER);
    threads.runAll();
    assertEquals(5, replies.size());
  }

  @Test
  void whereThereIsNoPlaceOrTurnAStaleAnswerIsBetterThanNone() throws Exception {
    cache.put(QUERY, StaleScene.address("example.com.", 1, 60));
    clock.set(Duration.ofMinutes(2).toNanos());
    SlowLane lane = lane(8, 4);
    for (int i = 0; i < 3; i++) {
      ask(lane, "192.0.2.1");
    }
    assertReply(0, Rcode.NOERROR, ExtendedError.Code.STALE_ANSWER);
    clock.addAndGet(TIMEOUT.toNanos() / 2 + 1);
    threads.runAll();
    assertReply(2, Rcode.NOERROR, ExtendedError.Code.STALE_ANSWER);
    SlowLane full = lane(1);
    ask(full, "192.0.2.1");
    ask(full, "192.0.2.2");
    assertReply(3, Rcode.NOERROR, ExtendedError.Code.STALE_ANSWER);
    assertEquals(1, deadlines.size());
  }

  @Test
  void beyondThoseThatRunQuestionsWaitAndAreAllAnswered() {
    SlowLane lane = lane(16, 4);
    for (int i = 0; i < 4; i++) {
      ask(lane, "192.0.2.1");
    }
    assertEquals(1, threads.tasks.size(), "a client runs more than a quarter");
    ask(lane, "192.0.2.2");
    assertEquals(2, threads.tasks.size(), "a client waits although there is room");
    for (int i = 0; i < 4; i++) {
      threads.runAll();
    }
    assertEquals(5, deadlines.size());
    assertEquals(5, replies.size());
  }

  @Test
  void theTimeOfOneThatWaitsGoesOn() {
    SlowLane lane = lane(16, 4);
    ask(lane, "192.0.2.1");
    ask(lane, "192.0.2.1");
    clock.set(TIMEOUT.toNanos() / 2);
    threads.runAll();
    threads.runAll();
    assertEquals(2, deadlines.size(), "a question with half its time left was not looked up");
    ask(lane, "192.0.2.1");
    ask(lane, "192.0.2.1");
    clock.addAndGet(TIMEOUT.toNanos() / 2 + 1);
    threads.runAll();
    threads.runAll();
    assertReply(3, Rcode.SERVFAIL, ExtendedError.Code.OTHER);
    assertEquals(3, deadlines.size(), "a question with little time left was looked up");
  }

  @Test
  void whoWaitsWhenTheNodeStopsIsTold() throws Exception {
    SlowLane lane = lane(16, 4);
    for (int i = 0; i < 3; i++) {
      ask(lane, "192.0.2.1");
    }
    threads.shutdown();
    threads.runAll();
    for (int i = 1; i < 3; i++) {
      assertReply(i, Rcode.SERVFAIL, ExtendedError.Code.NOT_READY);
    }
    assertEquals(3, replies.size());
  }

  @Test
  void aQuestionsTimeRunsFromItsArrival() {
    SlowLane lane = lane(4);
    ask(lane, "192.0.2.1");
    clock.set(TIMEOUT.toNanos() - 5);
    threads.runAll();
    assertEquals(5, deadlines.getFirst().left());
    ask(lane, "192.0.2.1");
    clock.addAndGet(TIMEOUT.toNanos());
    threads.runAll();
    assertReply(1, Rcode.SERVFAIL, ExtendedError.Code.OTHER);
    assertEquals(1, deadlines.size(), "a question whose time is over was looked up");
  }

  @Test
  void aFailureSaysWhyAndGivesThePlaceBack() {
    SlowLane lane = lane(1);
    for (Failure kind : List.of(Failure.TIMEOUT, Failure.NETWORK, Failure.SERVER_FAILURE)) {
      failure = new ResolutionException(kind, "because");
      ask(lane, "192.0.2.1");
      threads.runAll();
      assertReply(replies.size() - 1, Rcode.SERVFAIL, kind.code());
    }
    assertEquals(3, deadlines.size());
  }

  @Test
  void aStoppingNodeSaysSo() throws Exception {
    SlowLane lane = lane(4);
    threads.shutdown();
    ask(lane, "192.0.2.1");
    assertReply(0, Rcode.SERVFAIL, ExtendedError.Code.NOT_READY);
    lane.drain(Duration.ZERO);
    ask(lane, "192.0.2.1");
    assertReply(1, Rcode.SERVFAIL, ExtendedError.Code.OTHER);
  }
}
