package org.pando.resolver.lookup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.pando.resolver.answer.Answer;
import org.pando.resolver.answer.Deadline;
import org.pando.resolver.answer.Failure;
import org.pando.resolver.answer.Query;
import org.pando.resolver.answer.QueueInbox;
import org.pando.resolver.answer.ResolutionException;
import org.pando.resolver.answer.Step;
import org.pando.resolver.answer.Trace;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Type;

class CoalescingResolverTest {
  private static final Name NAME = Name.fromConstantString("www.example.com.");
  private static final Query QUERY = new Query(NAME, Type.A, false, Trace.NONE);
  private static final Answer ANSWER =
      new Answer(Rcode.NXDOMAIN, List.of(), List.of(), Answer.Validation.NOT_VALIDATED);
  private static final long LATER = 1_000_000_000_000L;

  /** A look-up below, held until a test says how it ends. */
  private static final class Held {
    private final Query query;
    private final CompletableFuture<Answer> end = new CompletableFuture<>();

    Held(Query query) {
      this.query = query;
    }

    Answer await() throws ResolutionException, InterruptedException {
      try {
        return end.get();
      } catch (ExecutionException e) {
        if (e.getCause() instanceof ResolutionException failure) {
          throw failure;
        }
        throw new IllegalStateException(e.getCause());
      }
    }
  }

  /** A question that hears when it waits for another's look-up. */
  private static final class Listener implements Trace {
    private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();

    @Override
    public void step(Step step, boolean answered, String detail) {
      heard.add(detail);
    }

    String next() throws InterruptedException {
      String detail = heard.poll(10, TimeUnit.SECONDS);
      assertTrue(detail != null, "nothing was heard");
      return detail;
    }
  }

  private final AtomicLong clock = new AtomicLong();
  private final BlockingQueue<Held> started = new LinkedBlockingQueue<>();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final CoalescingResolver resolver =
      new CoalescingResolver(
          (query, deadline) -> {
            Held held = new Held(query);
            started.add(held);
            return held.await();
          },
          QueueInbox::new);

  @AfterEach
  void nothingWaitsForEver() throws Exception {
    threads.shutdown();
    assertTrue(threads.awaitTermination(10, TimeUnit.SECONDS), "a question still waits");
  }

  private Deadline deadline(long nanos) {
    return new Deadline(nanos, clock::get);
  }

  private Future<Answer> ask(Query query, long deadline) {
    return threads.submit(() -> resolver.resolve(query, deadline(deadline)));
  }

  private Held led() throws InterruptedException {
    Held held = started.poll(10, TimeUnit.SECONDS);
    assertTrue(held != null, "nobody looked up");
    return held;
  }

  /** Asks the same question and returns when it waits for the one under way. */
  private Future<Answer> follow(Listener listener) throws InterruptedException {
    Future<Answer> follower = ask(QUERY.tracedBy(listener), LATER);
    assertTrue(listener.next().startsWith("waits"));
    return follower;
  }

  private Future<Answer> follow() throws InterruptedException {
    return follow(new Listener());
  }

  private static ResolutionException failure(Future<Answer> question) throws Exception {
    try {
      throw new AssertionError("answered: " + question.get(10, TimeUnit.SECONDS));
    } catch (ExecutionException e) {
      return assertInstanceOf(ResolutionException.class, e.getCause());
    }
  }

  private static void assertAnswered(Future<Answer> question) throws Exception {
    assertSame(ANSWER, question.get(10, TimeUnit.SECONDS));
  }

  @Test
  void identicalQuestionsShareOneLookup() throws Exception {
    Future<Answer> leader = ask(QUERY, LATER);
    Held held = led();
    List<Future<Answer>> followers = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      followers.add(follow());
    }
    Listener upperCase = new Listener();
    Query same = new Query(new Name("WWW.Example.COM."), Type.A, false, upperCase);
    followers.add(ask(same, LATER));
    upperCase.next();
    held.end.complete(ANSWER);
    assertAnswered(leader);
    for (Future<Answer> follower : followers) {
      assertAnswered(follower);
    }
    assertEquals(List.of(), List.copyOf(started), "more than one look-up");
  }

  @Test
  void aLookupThatLeadsByAnotherSourceIsSharedToo() throws Exception {
    Resolver other =
        resolver.leadingBy(
            (query, deadline) -> {
              throw new AssertionError("looked up twice");
            });
    Future<Answer> leader = ask(QUERY, LATER);
    Held held = led();
    Listener listener = new Listener();
    Future<Answer> follower =
        threads.submit(() -> other.resolve(QUERY.tracedBy(listener), deadline(LATER)));
    assertTrue(listener.next().startsWith("waits"));
    held.end.complete(ANSWER);
    assertAnswered(leader);
    assertAnswered(follower);
  }

  @Test
  void differentQuestionsUnderWayAtOnceDoNot() throws Exception {
    Future<Answer> one = ask(QUERY, LATER);
    Held first = led();
    Query checking = new Query(NAME, Type.A, true, Trace.NONE);
    Future<Answer> other = ask(checking, LATER);
    Held second = led();
    assertTrue(second.query.checkingDisabled());
    first.end.complete(ANSWER);
    second.end.complete(ANSWER);
    assertAnswered(one);
    assertAnswered(other);
  }

  @Test
  void onceThereIsAnAnswerTheNextQuestionLooksUpAnew() throws Exception {
    for (int i = 0; i < 2; i++) {
      Future<Answer> question = ask(QUERY, LATER);
      led().end.complete(ANSWER);
      assertAnswered(question);
    }
  }

  @Test
  void aFailureIsEverybodys() throws Exception {
    Future<Answer> leader = ask(QUERY, LATER);
    Held held = led();
    Future<Answer> follower = follow();
    ResolutionException failure = new ResolutionException(Failure.SERVER_FAILURE, "SERVFAIL");
    held.end.completeExceptionally(failure);
    assertSame(failure, failure(leader));
    assertSame(failure, failure(follower));
    assertEquals(List.of(), List.copyOf(started), "a failed look-up was tried again");
  }

  @Test
  void anInterruptedLeaderFailsNobodyElse() throws Exception {
    Future<Answer> leader = ask(QUERY, LATER);
    Held abandoned = led();
    Listener all = new Listener();
    List<Future<Answer>> followers = List.of(follow(all), follow(all), follow(all));
    leader.cancel(true);
    Held taken = led();
    assertTrue(all.next().startsWith("waits"), "nobody waits for the new leader");
    assertTrue(all.next().startsWith("waits"), "only one waits for the new leader");
    taken.end.complete(ANSWER);
    assertFalse(abandoned.end.isDone());
    for (Future<Answer> follower : followers) {
      assertAnswered(follower);
    }
    assertEquals(List.of(), List.copyOf(started), "more than one follower leads");
  }

  @Test
  void aFaultOfTheProgramFailsFollowersTooInsteadOfBeingRepeatedByEach() throws Exception {
    Future<Answer> leader = ask(QUERY, LATER);
    Held held = led();
    Future<Answer> follower = follow();
    held.end.completeExceptionally(new IllegalStateException("a bug"));
    assertEquals(Failure.FAULT, failure(follower).failure());
    ExecutionException fault = assertThrows(ExecutionException.class, leader::get);
    assertInstanceOf(IllegalStateException.class, fault.getCause());
  }

  @Test
  void aFollowerWhoseTimeIsOverLeavesTheOthersWaiting() throws Exception {
    Future<Answer> leader = ask(QUERY, LATER);
    Held held = led();
    Future<Answer> patient = follow();
    clock.set(1000);
    assertEquals(Failure.TIMEOUT, failure(ask(QUERY, 1000)).failure());
    held.end.complete(ANSWER);
    assertAnswered(leader);
    assertAnswered(patient);
  }

  @Test
  void anInterruptedFollowerLeavesTheOthersWaiting() throws Exception {
    Future<Answer> leader = ask(QUERY, LATER);
    Held held = led();
    follow().cancel(true);
    Future<Answer> patient = follow();
    held.end.complete(ANSWER);
    assertAnswered(leader);
    assertAnswered(patient);
  }

  @Test
  void everybodyHearsTheSteps() throws Exception {
    Listener first = new Listener();
    Listener second = new Listener();
    Future<Answer> leader = ask(QUERY.tracedBy(first), LATER);
    Held held = led();
    Future<Answer> follower = follow(second);
    held.query.trace().step(Step.UPSTREAM, true, "quad9: NOERROR");
    assertEquals("quad9: NOERROR", first.next());
    assertEquals("quad9: NOERROR", second.next());
    held.end.complete(ANSWER);
    assertAnswered(leader);
    assertAnswered(follower);
  }
}
