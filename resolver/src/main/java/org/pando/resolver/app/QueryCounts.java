package org.pando.resolver.app;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.pando.resolver.control.StatusReport;
import org.pando.resolver.observe.Metrics;
import org.xbill.DNS.Rcode;

/** The counters as {@code pando status} reports them. */
final class QueryCounts {
  private QueryCounts() {}

  static StatusReport.Queries of(Metrics.Totals totals, int connections) {
    return new StatusReport.Queries(
        connections,
        words(totals.received()),
        words(totals.answered()),
        totals.failed(),
        words(totals.refused()),
        words(totals.dropped()),
        rcodes(totals.rcodes()),
        words(totals.latencies()));
  }

  private static <E extends Enum<E>> Map<String, Long> words(Map<E, Long> counts) {
    Map<String, Long> words = new LinkedHashMap<>();
    counts.forEach((key, n) -> words.put(key.name().toLowerCase(Locale.ROOT).replace('_', '-'), n));
    return words;
  }

  /** Those that occurred. */
  private static Map<String, Long> rcodes(List<Long> counts) {
    Map<String, Long> rcodes = new LinkedHashMap<>();
    for (int i = 0; i < counts.size(); i++) {
      if (counts.get(i) > 0) {
        rcodes.put(Rcode.string(i), counts.get(i));
      }
    }
    return rcodes;
  }
}
