package org.pando.resolver.observe;

import java.net.InetAddress;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.pando.resolver.answer.Inbox;
import org.pando.resolver.answer.Step;
import org.pando.resolver.answer.WireQuestion;
import org.xbill.DNS.Name;

/**
 * Keeps the latest questions of clients while somebody listens, and nothing while nobody does; all
 * is told to the next observer too. Any thread; guarded by itself.
 */
public final class LiveQuestions implements QueryObserver, AutoCloseable {
  /**
   * A question and its answer.
   *
   * @param at when the answer went out
   * @param step which step of the ladder gave it; null when all failed
   * @param nanos from the question's arrival to its reply
   */
  public record Answered(
      Instant at,
      Name name,
      int type,
      InetAddress client,
      Protocol protocol,
      @Nullable Step step,
      int rcode,
      long nanos) {}

  /**
   * Some questions in their order.
   *
   * @param lost how many came before them that were not kept
   * @param next where to go on
   */
  public record Page(List<Answered> questions, long lost, long next) {}

  /** How many are kept. */
  static final int KEPT = 1024;

  private static final long MILLI = 1_000_000;

  /** How long a listener waits for a question. */
  private static final long PATIENCE = 10_000 * MILLI;

  /** When one has come, others are waited for so long. */
  private static final long GATHER = 100 * MILLI;

  /** How long after its last call somebody is taken for a listener still. */
  private static final long LINGER = 2 * PATIENCE;

  private final QueryObserver next;
  private final InstantSource wall;
  private final LongSupplier nanos;
  private final Inbox.Maker inboxes;
  private final @Nullable Answered[] ring = new @Nullable Answered[KEPT];
  private final List<Inbox<Boolean>> waiting = new ArrayList<>();
  private long begin;
  private long written;
  private long heardAt;
  private boolean closed;
  private volatile boolean heard;

  /**
   * @param next hears everything too
   * @param wall the time of day
   * @param nanos the node's own clock
   */
  public LiveQuestions(
      QueryObserver next, InstantSource wall, LongSupplier nanos, Inbox.Maker inboxes) {
    this.next = next;
    this.wall = wall;
    this.nanos = nanos;
    this.inboxes = inboxes;
  }

  @Override
  public void received(Protocol protocol) {
    next.received(protocol);
  }

  @Override
  public void answered(
      Protocol protocol,
      WireQuestion question,
      InetAddress client,
      @Nullable Step step,
      int rcode,
      long took) {
    next.answered(protocol, question, client, step, rcode, took);
    if (heard) {
      Name name = question.name();
      int type = question.type();
      keep(new Answered(wall.instant(), name, type, client, protocol, step, rcode, took));
    }
  }

  @Override
  public void refused(Protocol protocol, Refusal why) {
    next.refused(protocol, why);
  }

  @Override
  public void dropped(Protocol protocol, Drop why) {
    next.dropped(protocol, why);
  }

  private synchronized void keep(Answered question) {
    if (nanos.getAsLong() - heardAt > LINGER) {
      heard = false;
      begin = written;
      Arrays.fill(ring, null);
      return;
    }
    ring[slot(written)] = question;
    written++;
    wake();
  }

  private void wake() {
    waiting.forEach(inbox -> inbox.put(true));
    waiting.clear();
  }

  private static int slot(long number) {
    return (int) (number % KEPT);
  }

  /** Where the questions from now on begin. */
  public synchronized long listen() {
    heardAt = nanos.getAsLong();
    heard = true;
    return written;
  }

  /**
   * Waits a while for questions; on a virtual thread.
   *
   * @param from where to go on, as told by {@link #listen} or the last page
   * @return with no question when none came
   * @throws InterruptedException when the waiting thread is no longer needed
   */
  public Page await(long from) throws InterruptedException {
    Inbox<Boolean> told = inboxes.make();
    if (isMoreThan(from, told) || told.poll(PATIENCE) != null) {
      told.poll(GATHER); // in vain: nobody is told twice
    }
    return page(from, told);
  }

  /** Whether there are questions to fetch; if not, the inbox is told of the next one. */
  private synchronized boolean isMoreThan(long from, Inbox<Boolean> told) {
    listen();
    boolean more = from < written || closed;
    if (!more) {
      waiting.add(told);
    }
    return more;
  }

  private synchronized Page page(long from, Inbox<Boolean> told) {
    listen();
    waiting.remove(told);
    long first = Math.clamp(from, Math.max(begin, written - KEPT), written);
    List<Answered> questions = new ArrayList<>();
    for (long number = first; number < written; number++) {
      questions.add(Objects.requireNonNull(ring[slot(number)]));
    }
    return new Page(questions, Math.max(0, first - from), written);
  }

  /** Lets all who wait go, now and later. */
  @Override
  public synchronized void close() {
    closed = true;
    wake();
  }
}
