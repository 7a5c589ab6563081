package org.pando.resolver.exchange;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.pando.resolver.answer.Deadline;
import org.pando.resolver.answer.Failure;
import org.pando.resolver.answer.Inbox;
import org.pando.resolver.answer.Query;
import org.pando.resolver.answer.ResolutionException;
import org.pando.resolver.answer.Step;
import org.xbill.DNS.Message;

/**
 * Asks several servers, one after the other while they fail, more at a time while they are silent;
 * {@link Race} says when. The first acceptable reply wins and the others are no longer waited for.
 */
public final class RacingExchange implements Exchange {
  /** A server in the race. Any thread; never blocks. */
  public interface Runner {
    /** Its address and transport, for people. */
    String label();

    /** Who runs it. */
    String operator();

    Step step();

    /**
     * Asks it.
     *
     * @param outcome told once, on any thread; perhaps still after the attempt was cancelled
     */
    Attempt ask(Query query, Consumer<Outcome> outcome);
  }

  /** A runner with its place in the line. */
  public record Starter(Runner runner, Race.Pace pace) {}

  /** Which servers are asked, in which order; decided anew for each question. */
  @FunctionalInterface
  public interface Line {
    /**
     * @throws ResolutionException when nobody can be asked
     */
    List<Starter> up() throws ResolutionException;
  }

  private record Arrival(int leg, Outcome outcome) {}

  private final Line line;
  private final Inbox.Maker inboxes;
  private final Semaphore extra;

  /**
   * @param extra how many more servers than one per question may be asked at once, all questions
   *     together: bounds sockets when everything is silent
   */
  public RacingExchange(Line line, Inbox.Maker inboxes, int extra) {
    this.line = line;
    this.inboxes = inboxes;
    this.extra = new Semaphore(extra);
  }

  @Override
  public Message exchange(Query query, Deadline deadline)
      throws ResolutionException, InterruptedException {
    Legs legs = new Legs(line.up(), query, deadline);
    try {
      return legs.race();
    } finally {
      legs.cancel();
    }
  }

  /** The servers that are asked one question. Belongs to the thread that waits for the answer. */
  private final class Legs {
    private final List<Starter> starters;
    private final Query query;
    private final Deadline deadline;
    private final Race race;
    private final Inbox<Arrival> arrivals = inboxes.make();
    private final @Nullable Attempt[] attempts;
    private final long begin;
    private final Set<String> findBogus = new HashSet<>(2);
    private int permits;
    private ResolutionException reason =
        new ResolutionException(Failure.TIMEOUT, "no upstream answered in time");

    Legs(List<Starter> starters, Query query, Deadline deadline) {
      this.starters = starters;
      this.query = query;
      this.deadline = deadline;
      this.race = new Race(starters.stream().map(Starter::pace).toList());
      this.attempts = new @Nullable Attempt[starters.size()];
      this.begin = deadline.nanos().getAsLong();
    }

    Message race() throws ResolutionException, InterruptedException {
      while (!deadline.isOver()) {
        long now = deadline.nanos().getAsLong();
        switch (race.next(now)) {
          case Race.Move.Launch(int leg, boolean isExtra) -> launch(leg, isExtra, now);
          case Race.Move.Resend(int leg) -> resend(leg);
          case Race.Move.Lost() -> throw reason;
          case Race.Move.Wait(long nanos) -> {
            Arrival arrival = arrivals.poll(Math.min(nanos, deadline.left()));
            Message reply = arrival == null ? null : judge(arrival);
            if (reply != null) {
              return reply;
            }
          }
        }
      }
      throw reason;
    }

    /** With all permits taken a question makes do with those that it asks already. */
    private void launch(int leg, boolean isExtra, long now) {
      if (isExtra && !extra.tryAcquire()) {
        resend(race.held(leg, now).leg());
        return;
      }
      permits += isExtra ? 1 : 0;
      attempts[leg] =
          starters.get(leg).runner().ask(query, outcome -> arrivals.put(new Arrival(leg, outcome)));
    }

    private void resend(int leg) {
      Attempt attempt = attempts[leg];
      if (attempt != null) {
        attempt.resend();
      }
    }

    /** The reply when it ends the race with an answer. */
    private @Nullable Message judge(Arrival arrival) throws ResolutionException {
      Runner runner = starters.get(arrival.leg()).runner();
      switch (arrival.outcome()) {
        case Outcome.Broken(ResolutionException why) -> {
          heard(runner, false, String.valueOf(why.getMessage()));
          failed(arrival.leg(), why);
          return null;
        }
        case Outcome.Replied(Message message) -> {
          switch (Verdict.of(message)) {
            case Verdict.Acceptable() -> {
              heard(runner, true, "answered");
              return message;
            }
            case Verdict.Unusable unusable -> {
              heard(runner, false, unusable.text());
              failed(arrival.leg(), unusable.failure(runner.label()));
              confirmed(unusable, runner);
              return null;
            }
          }
        }
      }
    }

    /** Two operators that find the data forged are believed: more would only be asked in vain. */
    private void confirmed(Verdict.Unusable unusable, Runner runner) throws ResolutionException {
      if (unusable.isBogus() && findBogus.add(runner.operator()) && findBogus.size() > 1) {
        throw unusable.failure(runner.label());
      }
    }

    private void failed(int leg, ResolutionException why) {
      race.failed(leg, deadline.nanos().getAsLong());
      reason = moreTelling(reason, why);
    }

    private void heard(Runner runner, boolean answered, String what) {
      long millis = (deadline.nanos().getAsLong() - begin) / 1_000_000;
      query
          .trace()
          .step(runner.step(), answered, runner.label() + ": " + what + " after " + millis + " ms");
    }

    private void cancel() {
      extra.release(permits);
      for (Attempt attempt : attempts) {
        if (attempt != null) {
          attempt.cancel();
        }
      }
    }
  }

  /** What a server said of the question tells more than that another was silent. */
  private static ResolutionException moreTelling(
      ResolutionException known, ResolutionException latest) {
    return rank(latest) >= rank(known) ? latest : known;
  }

  private static int rank(ResolutionException e) {
    return switch (e.failure()) {
      case BOGUS -> 2;
      case SERVER_FAILURE -> 1;
      default -> 0;
    };
  }
}
