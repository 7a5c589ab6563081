package org.pando.gossip.topics;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.pando.gossip.TopicHandler;
import org.pando.gossip.Verdict;
import org.pando.gossip.host.Host;
import org.pando.gossip.pubsub.Effect.Deliver;
import org.pando.gossip.pubsub.MessageId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The messages that wait for their handlers' verdicts, and those being judged. Owned by the gossip
 * loop; handlers run on the workers, and their verdicts come back to the loop. Peers are read more
 * slowly while many wait; what does not find room even so, or takes too long, is ignored.
 */
final class Deliveries {
  static final int MAX_WAITING = 8192;
  static final int MAX_WAITING_OF_TOPIC = 1024;

  /** How many handlers run at once. */
  static final int MAX_RUNNING = 32;

  /** From its arrival to its verdict. */
  static final Duration TIME_LIMIT = Duration.ofSeconds(10);

  private static final Logger LOG = LoggerFactory.getLogger(Deliveries.class);

  /** Where verdicts go, on the gossip loop. */
  @FunctionalInterface
  interface Verdicts {
    void accept(MessageId id, Verdict verdict);
  }

  private record Waiting(Deliver message, TopicHandler handler) {}

  private final Host host;
  private final Verdicts verdicts;
  private final Deque<Waiting> queue = new ArrayDeque<>();
  private final Map<String, Integer> waiting = new HashMap<>();

  /** When they came, oldest first. */
  private final Map<MessageId, Long> undecided = new LinkedHashMap<>();

  private final Runnable relief;
  private boolean busy;
  private int running;

  /**
   * @param relief called when it is not {@link #isBusy} any more
   */
  Deliveries(Host host, Verdicts verdicts, Runnable relief) {
    this.host = host;
    this.verdicts = verdicts;
    this.relief = relief;
  }

  /** From half of the room on, as an RPC's messages may find none, until a quarter is left. */
  boolean isBusy() {
    return busy;
  }

  void add(Deliver message, @Nullable TopicHandler handler) {
    int ofTopic = waiting.getOrDefault(message.topic(), 0);
    if (handler == null || ofTopic >= MAX_WAITING_OF_TOPIC || queue.size() >= MAX_WAITING) {
      LOG.debug("message {} of {}: no room, or no handler", message.id(), message.topic());
      verdicts.accept(message.id(), Verdict.IGNORE);
      return;
    }
    waiting.put(message.topic(), ofTopic + 1);
    undecided.put(message.id(), host.now());
    queue.addLast(new Waiting(message, handler));
    runNext();
    busy = busy || isAbove(2);
  }

  /** Whatever takes too long is ignored; its handler may still run. */
  void onHeartbeat() {
    Iterator<Map.Entry<MessageId, Long>> oldest = undecided.entrySet().iterator();
    while (oldest.hasNext()) {
      Map.Entry<MessageId, Long> entry = oldest.next();
      if (host.now() - entry.getValue() < TIME_LIMIT.toNanos()) {
        break;
      }
      oldest.remove();
      LOG.debug("message {}: no verdict in {}", entry.getKey(), TIME_LIMIT);
      verdicts.accept(entry.getKey(), Verdict.IGNORE);
    }
    queue.removeIf(this::isLate);
    relieve();
  }

  int waiting() {
    return queue.size();
  }

  int running() {
    return running;
  }

  private void runNext() {
    while (running < MAX_RUNNING && !queue.isEmpty()) {
      Waiting next = queue.removeFirst();
      uncount(next);
      running++;
      start(next);
    }
  }

  private boolean isLate(Waiting delivery) {
    boolean late = !undecided.containsKey(delivery.message.id());
    if (late) {
      uncount(delivery);
    }
    return late;
  }

  private void uncount(Waiting delivery) {
    waiting.computeIfPresent(
        delivery.message.topic(), (topic, count) -> count > 1 ? count - 1 : null);
  }

  /** Whether more than this part of the room is taken, in all or of one topic. */
  private boolean isAbove(int part) {
    return queue.size() > MAX_WAITING / part
        || waiting.values().stream().anyMatch(count -> count > MAX_WAITING_OF_TOPIC / part);
  }

  private void relieve() {
    if (busy && !isAbove(4)) {
      busy = false;
      relief.run();
    }
  }

  private void start(Waiting delivery) {
    try {
      host.surroundings().workers().execute(() -> judge(delivery));
    } catch (RejectedExecutionException e) {
      LOG.debug("message {}: the workers have been stopped", delivery.message.id());
      host.execute(() -> decided(delivery.message.id(), Verdict.IGNORE));
    }
  }

  /** On a worker. */
  private void judge(Waiting delivery) {
    Verdict verdict = Verdict.IGNORE;
    Deliver message = delivery.message;
    try {
      verdict = delivery.handler.handle(message.data().clone(), message.from());
    } catch (RuntimeException e) {
      LOG.warn("the handler of topic {} failed; the message is ignored", message.topic(), e);
    } finally {
      Verdict decided = verdict;
      host.execute(() -> decided(message.id(), decided));
    }
  }

  private void decided(MessageId id, Verdict verdict) {
    running--;
    if (undecided.remove(id) != null) {
      verdicts.accept(id, verdict);
    }
    runNext();
    relieve();
  }
}
