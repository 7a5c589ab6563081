package org.pando.resolver.observe;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.pando.resolver.answer.Step;
import org.pando.resolver.answer.WireQuestion;

/** Counts what becomes of questions since the node started. Any thread. */
public final class Metrics implements QueryObserver {
  private static final int RCODES = 16;

  /** One counter per constant. */
  private static final class Counters<E extends Enum<E>> {
    private final Class<E> type;
    private final Map<E, LongAdder> counters;

    Counters(Class<E> type) {
      this.type = type;
      this.counters = new EnumMap<>(type);
      for (E key : type.getEnumConstants()) {
        counters.put(key, new LongAdder());
      }
    }

    void add(E key) {
      Objects.requireNonNull(counters.get(key)).increment();
    }

    Map<E, Long> sums() {
      Map<E, Long> sums = new EnumMap<>(type);
      counters.forEach((key, counter) -> sums.put(key, counter.sum()));
      return sums;
    }
  }

  private final Counters<Protocol> received = new Counters<>(Protocol.class);
  private final Counters<Step> answered = new Counters<>(Step.class);
  private final Counters<LatencyClass> latencies = new Counters<>(LatencyClass.class);
  private final Counters<Refusal> refused = new Counters<>(Refusal.class);
  private final Counters<Drop> dropped = new Counters<>(Drop.class);
  private final LongAdder failed = new LongAdder();
  private final LongAdder[] rcodes =
      Stream.generate(LongAdder::new).limit(RCODES).toArray(LongAdder[]::new);

  /**
   * The counters at one moment; each is exact, together they may be a few questions apart.
   *
   * @param failed questions that no step could answer
   * @param rcodes answers by rcode, 0 to 15
   */
  public record Totals(
      Map<Protocol, Long> received,
      Map<Step, Long> answered,
      long failed,
      Map<Refusal, Long> refused,
      Map<Drop, Long> dropped,
      Map<LatencyClass, Long> latencies,
      List<Long> rcodes) {}

  @Override
  public void received(Protocol protocol) {
    received.add(protocol);
  }

  @Override
  public void answered(
      Protocol protocol,
      WireQuestion question,
      InetAddress client,
      @Nullable Step step,
      int rcode,
      long nanos) {
    if (step == null) {
      failed.increment();
    } else {
      answered.add(step);
    }
    rcodes[rcode].increment();
    latencies.add(LatencyClass.of(nanos));
  }

  @Override
  public void refused(Protocol protocol, Refusal why) {
    refused.add(why);
  }

  @Override
  public void dropped(Protocol protocol, Drop why) {
    dropped.add(why);
  }

  public Totals totals() {
    return new Totals(
        received.sums(),
        answered.sums(),
        failed.sum(),
        refused.sums(),
        dropped.sums(),
        latencies.sums(),
        Arrays.stream(rcodes).map(LongAdder::sum).toList());
  }
}
