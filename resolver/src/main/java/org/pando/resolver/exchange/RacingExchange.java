package org.pando.resolver.exchange;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.pando.resolver.answer.Deadline;
import org.pando.resolver.answer.Query;
import org.pando.resolver.answer.ResolutionException;
import org.pando.resolver.answer.ResolutionException.Kind;
import org.pando.resolver.answer.Step;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;

/**
 * Asks several servers, one after the other while they fail, two at a time while they are silent.
 * NOERROR and NXDOMAIN win; any other reply, and silence, moves on to the next server. Losers are
 * interrupted.
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

  /**
   * @param executor starts a virtual thread per task
   * @param hedge how long a silent server is waited for before the next is asked too
   * @param perTry how long one server may take
   */
  public RacingExchange(Line line, ExecutorService executor, Duration hedge, Duration perTry) {
    this.line = line;
    this.executor = executor;
    this.hedge = hedge;
    this.perTry = perTry;
  }

  @Override
  public Message exchange(Query query, Deadline deadline)
      throws ResolutionException, InterruptedException {
    List<? extends Runner> runners = line.up();
    if (runners.isEmpty()) {
      throw new ResolutionException(Kind.NO_UPSTREAM, "no upstream and no system resolver to ask");
    }
    BlockingQueue<Arrival> arrivals = new LinkedBlockingQueue<>();
    List<Future<?>> running = new ArrayList<>();
    Race race = new Race(runners.size(), hedge.toNanos());
    try {
      ResolutionException last = null;
      while (!deadline.isOver()) {
        long now = deadline.nanos().getAsLong();
        switch (race.next(now)) {
          case LAUNCH -> {
            int leg = race.launch();
            Runner runner = runners.get(leg);
            running.add(executor.submit(() -> run(leg, runner, query, deadline, arrivals)));
          }
          case LOST -> throw last == null ? timeout() : last;
          case WAIT -> {
            long patience = Math.min(race.patience(now), deadline.left());
            Arrival arrival = arrivals.poll(patience, TimeUnit.NANOSECONDS);
            if (arrival != null) {
              Message reply = arrival.reply();
              if (reply != null) {
                return reply;
              }
              last = arrival.failure();
              race.failed(arrival.leg(), deadline.nanos().getAsLong());
            }
          }
        }
      }
      throw last == null ? timeout() : last;
    } finally {
      running.forEach(leg -> leg.cancel(true));
    }
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
              : new Arrival(leg, null, refused(runner, reply.getRcode()));
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

  private static boolean acceptable(Message reply) {
    return reply.getRcode() == Rcode.NOERROR || reply.getRcode() == Rcode.NXDOMAIN;
  }

  private static ResolutionException refused(Runner runner, int rcode) {
    return new ResolutionException(
        Kind.SERVER_FAILURE, runner.label() + " answered " + Rcode.string(rcode));
  }

  private static ResolutionException timeout() {
    return new ResolutionException(Kind.TIMEOUT, "no upstream answered in time");
  }
}
