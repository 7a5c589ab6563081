package org.pando.resolver.observe;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.InetAddress;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.pando.resolver.answer.Step;
import org.pando.resolver.answer.WireQuestion;

class MetricsTest {
  private static final long MILLI = 1_000_000;
  private static final InetAddress CLIENT = InetAddress.ofLiteral("192.0.2.7");

  private final Metrics metrics = new Metrics();

  private static <K> Map<K, Long> happened(Map<K, Long> counts) {
    return counts.entrySet().stream()
        .filter(e -> e.getValue() > 0)
        .collect(java.util.stream.Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  private void answered(Protocol protocol, @Nullable Step step, int rcode, long nanos) {
    metrics.answered(protocol, new WireQuestion(), CLIENT, step, rcode, nanos);
  }

  @Test
  void eachEventIsCountedWhereItBelongs() {
    metrics.received(Protocol.UDP);
    metrics.received(Protocol.UDP);
    metrics.received(Protocol.TCP);
    answered(Protocol.UDP, Step.CACHE, 0, MILLI - 1);
    answered(Protocol.UDP, Step.CACHE, 3, MILLI);
    answered(Protocol.TCP, null, 2, 3000 * MILLI);
    metrics.refused(Protocol.UDP, Refusal.MALFORMED);
    metrics.dropped(Protocol.TCP, Drop.CONNECTION_TOO_SLOW);
    Metrics.Totals totals = metrics.totals();
    assertEquals(Map.of(Protocol.UDP, 2L, Protocol.TCP, 1L), happened(totals.received()));
    assertEquals(Map.of(Step.CACHE, 2L), happened(totals.answered()));
    assertEquals(1, totals.failed());
    assertEquals(Map.of(Refusal.MALFORMED, 1L), happened(totals.refused()));
    assertEquals(Map.of(Drop.CONNECTION_TOO_SLOW, 1L), happened(totals.dropped()));
    assertEquals(
        Map.of(
            LatencyClass.WITHIN_1_MS, 1L, LatencyClass.WITHIN_10_MS, 1L, LatencyClass.LONGER, 1L),
        happened(totals.latencies()));
    assertEquals(16, totals.rcodes().size());
    assertEquals(3, totals.rcodes().stream().mapToLong(Long::longValue).sum());
    assertEquals(1, totals.rcodes().get(3));
  }
}
