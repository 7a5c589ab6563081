package org.pando.resolver.exchange;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.pando.resolver.answer.Deadline;
import org.pando.resolver.answer.ExtendedError;
import org.pando.resolver.answer.Failure;
import org.pando.resolver.answer.Query;
import org.pando.resolver.answer.ResolutionException;
import org.pando.resolver.answer.Step;
import org.xbill.DNS.EDNSOption;
import org.xbill.DNS.ExtendedErrorCodeOption;
import org.xbill.DNS.Message;
import org.xbill.DNS.NSRecord;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;

/**
 * Asks several servers, one after the other while they fail, more at a time while they are silent.
 * NOERROR, NXDOMAIN and YXDOMAIN win; any other reply, and silence, moves on to the next server.
 * Losers are interrupted.
 */
public final class RacingExchange implements Exchange {
  /** A server in the race. */
  public interface Runner extends Exchange {
    /** Its address and transport, for people. */
    String label();

    Step step();
  }

  /** Which servers are asked, in which order; decided anew for each question. */
  @FunctionalInterface
  public interface Line {
    List<? extends Runner> up();
  }

  /** How a leg ended: with an acceptable reply or a failure. */
  private record Arrival(int leg, @Nullable Message reply, @Nullable ResolutionException failure) {}

  private final Line line;
  private final ExecutorService executor;
  private final Duration hedge;
  private final Duration perTry;
  private final Semaphore hedges;

  /**
   * @param executor starts a virtual thread per task
   * @param hedge how long a silent server is waited for before the next is asked too
   * @param perTry how long one server may take
   * @param hedges how many more servers than one per question may be asked at once, all questions
   *     together: bounds sockets and threads when everything is silent
   */
  public RacingExchange(
      Line line, ExecutorService executor, Duration hedge, Duration perTry, int hedges) {
    this.line = line;
    this.executor = executor;
    this.hedge = hedge;
    this.perTry = perTry;
    this.hedges = new Semaphore(hedges);
  }

  @Override
  public Message exchange(Query query, Deadline deadline)
      throws ResolutionException, InterruptedException {
    List<? extends Runner> runners = line.up();
    if (runners.isEmpty()) {
      throw new ResolutionException(
          Failure.NO_UPSTREAM, "no upstream and no system resolver to ask");
    }
    Legs legs = new Legs(runners, query, deadline);
    try {
      return legs.race();
    } finally {
      legs.cancel();
    }
  }

  /** The servers that are asked one question. Belongs to the thread that waits for the answer. */
  private final class Legs {
    private final List<? extends Runner> runners;
    private final Query query;
    private final Deadline deadline;
    private final Race race;
    private final BlockingQueue<Arrival> arrivals = new LinkedBlockingQueue<>();
    private final List<Future<?>> running = new ArrayList<>();
    private int extra;

    Legs(List<? extends Runner> runners, Query query, Deadline deadline) {
      this.runners = runners;
      this.query = query;
      this.deadline = deadline;
      this.race = new Race(runners.size(), hedge.toNanos());
    }

    Message race() throws ResolutionException, InterruptedException {
      ResolutionException reason =
          new ResolutionException(Failure.TIMEOUT, "no upstream answered in time");
      while (!deadline.isOver()) {
        long now = deadline.nanos().getAsLong();
        switch (race.next(now)) {
          case LAUNCH -> launch(now);
          case HEDGE -> hedge(now);
          case LOST -> throw reason;
          case WAIT -> {
            long patience = Math.min(race.patience(now), deadline.left());
            Arrival arrival = arrivals.poll(patience, TimeUnit.NANOSECONDS);
            if (arrival != null) {
              Message reply = arrival.reply();
              if (reply != null) {
                return reply;
              }
              race.failed(arrival.leg(), deadline.nanos().getAsLong());
              reason = moreTelling(reason, arrival.failure());
            }
          }
        }
      }
      throw reason;
    }

    private void launch(long now) throws ResolutionException {
      int leg = race.launch(now);
      Runner runner = runners.get(leg);
      try {
        running.add(executor.submit(() -> run(leg, runner, query, deadline, arrivals)));
      } catch (RejectedExecutionException e) {
        throw new ResolutionException(Failure.NOT_READY, "the node is stopping", e);
      }
    }

    /** With all permits taken a question makes do with one server at a time. */
    private void hedge(long now) throws ResolutionException {
      if (hedges.tryAcquire()) {
        extra++;
        launch(now);
      } else {
        race.postpone(now);
      }
    }

    private void cancel() {
      hedges.release(extra);
      running.forEach(leg -> leg.cancel(true));
    }
  }

  /** What a server said of the question tells more than that another was silent. */
  private static ResolutionException moreTelling(
      ResolutionException known, @Nullable ResolutionException latest) {
    if (latest == null) {
      return known;
    }
    boolean latestSilent = latest.failure() != Failure.SERVER_FAILURE;
    return latestSilent && known.failure() == Failure.SERVER_FAILURE ? known : latest;
  }

  private void run(
      int leg, Runner runner, Query query, Deadline deadline, BlockingQueue<Arrival> arrivals) {
    long begin = deadline.nanos().getAsLong();
    Arrival arrival;
    String heard;
    try {
      Message reply = runner.exchange(query, deadline.within(perTry));
      heard = Rcode.string(reply.getRcode());
      arrival =
          acceptable(reply)
              ? new Arrival(leg, reply, null)
              : new Arrival(leg, null, refused(runner, reply));
    } catch (ResolutionException e) {
      heard = e.getMessage();
      arrival = new Arrival(leg, null, e);
    } catch (InterruptedException e) {
      return;
    }
    long millis = (deadline.nanos().getAsLong() - begin) / 1_000_000;
    String detail = runner.label() + ": " + heard + " after " + millis + " ms";
    query.trace().step(runner.step(), arrival.reply() != null, detail);
    arrivals.add(arrival);
  }

  /** A reply that leads to other servers comes from one that does not do recursion. */
  private static boolean acceptable(Message reply) {
    return switch (reply.getRcode()) {
      case Rcode.NOERROR -> !isReferral(reply);
      case Rcode.NXDOMAIN, Rcode.YXDOMAIN -> true;
      default -> false;
    };
  }

  /** RFC 2308 section 2.2: name servers, but neither an answer nor the SOA of a negative one. */
  private static boolean isReferral(Message reply) {
    return reply.getSection(Section.ANSWER).isEmpty()
        && reply.getSection(Section.AUTHORITY).stream().anyMatch(NSRecord.class::isInstance)
        && reply.getSection(Section.AUTHORITY).stream().noneMatch(SOARecord.class::isInstance);
  }

  /** The client is told what the server said of the reason, if it did (RFC 8914 section 3). */
  private static ResolutionException refused(Runner runner, Message reply) {
    String answered =
        reply.getRcode() == Rcode.NOERROR ? "a referral" : Rcode.string(reply.getRcode());
    String text = runner.label() + " answered " + answered;
    OPTRecord opt = reply.getOPT();
    List<EDNSOption> errors =
        opt == null ? List.of() : opt.getOptions(EDNSOption.Code.EDNS_EXTENDED_ERROR);
    if (errors.isEmpty()) {
      return new ResolutionException(Failure.SERVER_FAILURE, text);
    }
    ExtendedErrorCodeOption error = (ExtendedErrorCodeOption) errors.getFirst();
    ExtendedError.Code code = ExtendedError.Code.of(error.getErrorCode());
    String why = text + (error.getText() == null ? "" : ": " + error.getText());
    return new ResolutionException(Failure.SERVER_FAILURE, text, ExtendedError.of(code, why));
  }
}
