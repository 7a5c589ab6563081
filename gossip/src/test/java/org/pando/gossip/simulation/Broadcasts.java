package org.pando.gossip.simulation;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import org.pando.gossip.TopicHandler;
import org.pando.gossip.Verdict;
import org.pando.gossip.pubsub.MessageIds;
import org.pando.gossip.pubsub.SignPolicy;
import org.pando.gossip.pubsub.TopicRules;

/**
 * The messages of one topic, and when each node heard them. A handler of it accepts what was
 * published here and rejects all else.
 *
 * <p>A node owes having heard a message when it has been up since before it was published.
 */
public final class Broadcasts {
  private final Simulation simulation;
  private final TopicRules rules;
  private final List<Message> messages = new ArrayList<>();
  private long repeats;

  private static final class Message {
    final byte[] payload;
    final SimulatedNode by;
    final long publishedAt;

    /** By index of the node; 0 for not yet. */
    long[] heardAt;

    Message(byte[] payload, SimulatedNode by, long publishedAt) {
      this.payload = payload;
      this.by = by;
      this.publishedAt = publishedAt;
      this.heardAt = new long[by.simulation().nodes().size()];
    }
  }

  public Broadcasts(Simulation simulation, String topic) {
    this.simulation = simulation;
    this.rules =
        new TopicRules(topic, 60_000, SignPolicy.STRICT_NO_SIGN, MessageIds.SHA256_OF_DATA);
  }

  public TopicRules rules() {
    return rules;
  }

  /** A program of this setup that hears the topic. */
  public RouterProgram program(SimulatedNode node, Setup setup) {
    RouterProgram program = new RouterProgram(node, setup);
    program.subscribe(rules, handler(node));
    return program;
  }

  private TopicHandler handler(SimulatedNode node) {
    return (payload, from) -> heard(node, payload);
  }

  private Verdict heard(SimulatedNode node, byte[] payload) {
    int number = payload.length < Integer.BYTES ? -1 : ByteBuffer.wrap(payload).getInt();
    if (number < 0
        || number >= messages.size()
        || !Arrays.equals(messages.get(number).payload, payload)) {
      return Verdict.REJECT;
    }
    Message message = messages.get(number);
    if (node.index() >= message.heardAt.length) {
      message.heardAt = Arrays.copyOf(message.heardAt, simulation.nodes().size());
    }
    if (message.heardAt[node.index()] > node.upSince()) {
      repeats++;
    }
    message.heardAt[node.index()] = simulation.now();
    return Verdict.ACCEPT;
  }

  /**
   * A node publishes a message.
   *
   * @param size of the payload, at least 4
   */
  public void publish(SimulatedNode by, int size) {
    byte[] payload = new byte[size];
    by.random().nextBytes(payload);
    ByteBuffer.wrap(payload).putInt(messages.size());
    messages.add(new Message(payload, by, simulation.now()));
    RouterProgram.of(by).publish(rules, payload);
  }

  /** One of these nodes after the other publishes, so many messages per second of this size. */
  public void publish(List<SimulatedNode> by, double perSecond, Duration period, int size) {
    int count = (int) (perSecond * period.toNanos() / 1e9);
    for (int i = 0; i < count; i++) {
      SimulatedNode author = by.get(i % by.size());
      simulation.after(
          Duration.ofNanos((long) (i / perSecond * 1e9)),
          () -> {
            if (author.isUp()) {
              publish(author, size);
            }
          });
    }
  }

  public int published() {
    return messages.size();
  }

  /** How often a handler was given a message that it had been given in the same life. */
  public long repeats() {
    return repeats;
  }

  /** Which of these nodes have not heard what they ought to have; a text for each. */
  public List<String> missing(Predicate<SimulatedNode> whose) {
    return missingSince(0, whose);
  }

  /** The same, of what was published from a time on. */
  public List<String> missingSince(long since, Predicate<SimulatedNode> whose) {
    List<String> missing = new ArrayList<>();
    forEachDebt(
        whose,
        (message, node, took) -> {
          if (took < 0 && message.publishedAt >= since) {
            missing.add(node + " message " + messages.indexOf(message) + " of " + message.by);
          }
        });
    return missing;
  }

  /** How long these nodes took to hear what they ought to and did, nanoseconds, ascending. */
  public long[] delays(Predicate<SimulatedNode> whose) {
    List<Long> delays = new ArrayList<>();
    forEachDebt(
        whose,
        (message, node, took) -> {
          if (took >= 0) {
            delays.add(took);
          }
        });
    return delays.stream().mapToLong(Long::longValue).sorted().toArray();
  }

  /** Which part of what these nodes ought to have heard they heard within a time, 0 to 1. */
  public double heardWithin(Duration time, Predicate<SimulatedNode> whose) {
    long[] all = new long[2];
    forEachDebt(
        whose,
        (message, node, took) -> {
          all[0]++;
          all[1] += took >= 0 && took <= time.toNanos() ? 1 : 0;
        });
    return (double) all[1] / all[0];
  }

  private interface Debts {
    /**
     * @param took nanoseconds, -1 for not yet
     */
    void see(Message message, SimulatedNode node, long took);
  }

  private void forEachDebt(Predicate<SimulatedNode> whose, Debts debts) {
    for (Message message : messages) {
      for (SimulatedNode node : simulation.nodes()) {
        if (node != message.by
            && node.isUp()
            && node.upSince() < message.publishedAt
            && whose.test(node)) {
          long at = node.index() < message.heardAt.length ? message.heardAt[node.index()] : 0;
          debts.see(message, node, at == 0 ? -1 : at - message.publishedAt);
        }
      }
    }
  }
}
