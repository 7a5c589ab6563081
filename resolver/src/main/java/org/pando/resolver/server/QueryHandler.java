package org.pando.resolver.server;

import java.util.function.LongSupplier;
import org.pando.resolver.answer.Failure;
import org.pando.resolver.answer.FastLane;
import org.pando.resolver.answer.ReplyEncoder;
import org.pando.resolver.answer.Trace;
import org.pando.resolver.answer.WireAnswer;
import org.pando.resolver.answer.WireQuestion;
import org.pando.resolver.lookup.ClientNetwork;
import org.pando.resolver.lookup.SlowLane;
import org.pando.resolver.observe.Drop;
import org.pando.resolver.observe.Protocol;
import org.pando.resolver.observe.QueryObserver;
import org.pando.resolver.observe.Refusal;

/**
 * One question's way through the node; the place to start reading. Runs on the event loop that
 * received the packet: admission, the fast lane, and if that has no answer, the hand-over to the
 * slow lane.
 */
public final class QueryHandler {
  private static final WireAnswer NOT_ADMITTED =
      Failure.NOT_ADMITTED.reply("not in dns.allow-from");
  private static final WireAnswer NO_RECURSION =
      Failure.RECURSION_NOT_DESIRED.reply("not known here and RD is not set");

  private final Admission admission;
  private final FastLane fastLane;
  private final SlowLane slowLane;
  private final QueryObserver observer;
  private final LongSupplier nanos;
  private final RefusalLimit refusals = new RefusalLimit();

  /**
   * @param nanos the node's own clock
   */
  public QueryHandler(
      Admission admission,
      FastLane fastLane,
      SlowLane slowLane,
      QueryObserver observer,
      LongSupplier nanos) {
    this.admission = admission;
    this.fastLane = fastLane;
    this.slowLane = slowLane;
    this.observer = observer;
    this.nanos = nanos;
  }

  /**
   * Handles the packet that stands in the loop's buffers; never blocks.
   *
   * @param length the packet's, in bytes
   */
  void handle(LoopBuffers mine, int length, Client client) {
    long begin = nanos.getAsLong();
    Protocol protocol = client.protocol();
    observer.received(protocol);
    WireQuestion question = mine.question();
    WireQuestion.Reading reading = question.read(mine.packet(), length);
    if (reading == WireQuestion.Reading.IGNORE) {
      observer.dropped(protocol, Drop.NO_QUESTION);
    } else if (!admission.admits(client.address())) {
      turnAway(begin, question, client);
    } else if (reading != WireQuestion.Reading.QUESTION) {
      refuse(client, question, ReplyEncoder.rejection(reading), reason(reading));
    } else {
      answer(begin, mine, client);
    }
  }

  /** Whether a client may ask at all: listeners that have connections ask before they read. */
  boolean admits(Client client) {
    return admission.admits(client.address());
  }

  private void answer(long begin, LoopBuffers mine, Client client) {
    WireQuestion question = mine.question();
    WireAnswer answer = fastLane.tryAnswer(question, mine.step());
    if (answer != null) {
      client.reply(question, answer);
      answered(begin, question, client, mine.step(), answer);
    } else if (question.recursionDesired() || fastLane.answersLater(question)) {
      climb(begin, question.copy(), client.later());
    } else {
      refuse(client, question, NO_RECURSION, Refusal.NO_RECURSION);
    }
  }

  private void climb(long begin, WireQuestion question, Client client) {
    AnsweringStep step = new AnsweringStep();
    slowLane.submit(
        question.query(step),
        ClientNetwork.of(client.address()),
        answer -> {
          client.reply(question, answer);
          answered(begin, question, client, step, answer);
        });
  }

  private void answered(
      long begin, WireQuestion question, Client client, AnsweringStep step, WireAnswer answer) {
    long nanosTaken = nanos.getAsLong() - begin;
    observer.answered(
        client.protocol(), question, client.address(), step.get(), answer.rcode(), nanosTaken);
  }

  private void turnAway(long now, WireQuestion question, Client client) {
    if (refusals.allows(now)) {
      refuse(client, question, NOT_ADMITTED, Refusal.NOT_ADMITTED);
    } else {
      observer.dropped(client.protocol(), Drop.NOT_ADMITTED);
    }
  }

  private void refuse(Client client, WireQuestion question, WireAnswer answer, Refusal why) {
    client.reply(question, answer);
    observer.refused(client.protocol(), why);
  }

  private static Refusal reason(WireQuestion.Reading reading) {
    return switch (reading) {
      case FORMERR -> Refusal.MALFORMED;
      case NOTIMP -> Refusal.OTHER_OPERATION;
      case BADVERS -> Refusal.OTHER_EDNS_VERSION;
      case REFUSED -> Refusal.NOT_SERVED;
      case QUESTION, IGNORE -> throw new IllegalArgumentException(reading + " is not refused");
    };
  }

  /**
   * Answers a question of this node's owner, telling each step; on a virtual thread.
   *
   * @param question one that was read
   */
  public WireAnswer answer(WireQuestion question, Trace trace) {
    WireAnswer answer = fastLane.tryAnswer(question, trace);
    return answer != null ? answer : slowLane.answer(question.query(trace));
  }
}
