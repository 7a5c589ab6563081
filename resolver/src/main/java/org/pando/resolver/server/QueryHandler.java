package org.pando.resolver.server;

import org.pando.resolver.answer.Failure;
import org.pando.resolver.answer.FastLane;
import org.pando.resolver.answer.Query;
import org.pando.resolver.answer.ReplyEncoder;
import org.pando.resolver.answer.Trace;
import org.pando.resolver.answer.WireAnswer;
import org.pando.resolver.answer.WireQuestion;
import org.pando.resolver.lookup.ClientNetwork;
import org.pando.resolver.lookup.SlowLane;

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

  public QueryHandler(Admission admission, FastLane fastLane, SlowLane slowLane) {
    this.admission = admission;
    this.fastLane = fastLane;
    this.slowLane = slowLane;
  }

  /**
   * Handles a packet; never blocks.
   *
   * @param packet read only during this call
   * @param scratch the loop's own question, filled here
   */
  void handle(byte[] packet, int length, WireQuestion scratch, Client client) {
    WireQuestion.Reading reading = scratch.read(packet, length);
    if (reading == WireQuestion.Reading.IGNORE) {
      return;
    }
    if (!admission.admits(client.address())) {
      client.reply(scratch, NOT_ADMITTED);
      return;
    }
    if (reading != WireQuestion.Reading.QUESTION) {
      client.reply(scratch, ReplyEncoder.rejection(reading));
      return;
    }
    WireAnswer answer = fastLane.tryAnswer(scratch);
    if (answer != null) {
      client.reply(scratch, answer);
    } else if (!scratch.recursionDesired() && !fastLane.answersLater(scratch)) {
      client.reply(scratch, NO_RECURSION);
    } else {
      WireQuestion question = scratch.copy();
      slowLane.submit(
          query(question, Trace.NONE),
          ClientNetwork.of(client.address()),
          found -> client.reply(question, found));
    }
  }

  /**
   * Answers a question of this node's owner, telling each step; on a virtual thread.
   *
   * @param question one that was read
   */
  public WireAnswer answer(WireQuestion question, Trace trace) {
    WireAnswer answer = fastLane.tryAnswer(question, trace);
    return answer != null ? answer : slowLane.answer(query(question, trace));
  }

  private static Query query(WireQuestion question, Trace trace) {
    return new Query(question.name(), question.type(), question.checkingDisabled(), trace);
  }
}
