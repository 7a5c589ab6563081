package org.pando.resolver.drill;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.pando.resolver.drill.DrillResult.Failed;

/** Adds up what became of the questions of a rehearsal. Belongs to the thread that runs it. */
final class Tally {
  private final Map<String, Integer> answeredBy = new TreeMap<>();
  private final List<Failed> failures = new ArrayList<>();
  private final List<Long> nanos = new ArrayList<>();
  private int asked;
  private int alone;
  private int failedAlone;

  void asked() {
    asked++;
  }

  int count() {
    return asked;
  }

  /** Whether it is known of every question what became of it, in both ways. */
  boolean isWhole() {
    return alone == asked && nanos.size() + failures.size() == asked;
  }

  void add(Finding finding) {
    switch (finding) {
      case Finding.Alone(boolean answered) -> {
        alone++;
        failedAlone += answered ? 0 : 1;
      }
      case Finding.Answered(String by, long took) -> {
        answeredBy.merge(by, 1, Integer::sum);
        nanos.add(took);
      }
      case Finding.Unanswered(Failed failed) -> failures.add(failed);
    }
  }

  DrillResult result() {
    Collections.sort(nanos);
    Map<String, Integer> mostFirst = new LinkedHashMap<>();
    answeredBy.entrySet().stream()
        .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
        .forEach(entry -> mostFirst.put(entry.getKey(), entry.getValue()));
    return new DrillResult(
        asked,
        failedAlone,
        List.copyOf(failures),
        mostFirst,
        at(nanos.size() / 2),
        at(nanos.size() - 1));
  }

  private Duration at(int index) {
    return nanos.isEmpty() ? Duration.ZERO : Duration.ofNanos(nanos.get(index));
  }
}
