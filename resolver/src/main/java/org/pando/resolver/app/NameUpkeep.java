package org.pando.resolver.app;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.pando.registry.RegistryException;
import org.pando.registry.owner.Progress;
import org.pando.registry.owner.Upkeep;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Renews this node's names in time. Rounds run on the writer thread, a step at a time; what they
 * found is read by any thread.
 */
final class NameUpkeep {
  /** Renews the next names. */
  @FunctionalInterface
  interface Step {
    Upkeep.Step run(Upkeep.Place from) throws RegistryException;
  }

  private static final Logger LOG = LoggerFactory.getLogger(NameUpkeep.class);
  private static final Duration BETWEEN_ROUNDS = Duration.ofHours(1);
  private static final Duration BETWEEN_COMPLAINTS = Duration.ofDays(1);

  private final Step step;
  private final Consumer<Runnable> writer;
  private final InstantSource clock;
  private final Consumer<String> complaints;
  private final Map<String, Instant> complained = new HashMap<>();
  private final List<Upkeep.Unrenewed> found = new ArrayList<>();
  private volatile List<Upkeep.Unrenewed> unrenewed = List.of();
  private volatile Instant next = Instant.MIN;

  /**
   * @param writer runs a task on the writer thread, later
   * @param complaints takes what a person has to know
   */
  NameUpkeep(
      Step step, Consumer<Runnable> writer, InstantSource clock, Consumer<String> complaints) {
    this.step = step;
    this.writer = writer;
    this.clock = clock;
    this.complaints = complaints;
  }

  /** Begins a round when it is time. The housekeeping thread. */
  void tick() {
    Instant now = clock.instant();
    if (!now.isBefore(next)) {
      next = now.plus(BETWEEN_ROUNDS);
      writer.accept(() -> run(Upkeep.Place.BEGIN));
    }
  }

  /** What the last round could not renew. */
  List<Upkeep.Unrenewed> unrenewed() {
    return unrenewed;
  }

  private void run(Upkeep.Place from) {
    try {
      Upkeep.Step done = step.run(from);
      done.renewed().forEach(name -> LOG.info("renewed {}", name));
      found.addAll(done.unrenewed());
      done.unasked().forEach(name -> found.add(unasked(name)));
      Upkeep.Place further = done.next();
      if (further == null) {
        finish();
      } else {
        writer.accept(() -> run(further));
      }
    } catch (RegistryException e) {
      found.clear();
      complain("", "names are not renewed: " + e.getMessage());
    }
  }

  private static Upkeep.Unrenewed unasked(Upkeep.Unasked name) {
    Progress.Asks asks = name.progress();
    try {
      Progress _ =
          asks.sequel()
              .onSilence(
                  new Progress.Silence(
                      asks.witness().label(), "this node asks no others yet", false));
      throw new IllegalStateException("a renewal went on without an answer");
    } catch (RegistryException e) {
      return name.failed(e);
    }
  }

  private void finish() {
    unrenewed = List.copyOf(found);
    found.clear();
    for (Upkeep.Unrenewed name : unrenewed) {
      complain(
          name.name(),
          name.name()
              + " cannot be renewed, and its lease ends on "
              + Instant.ofEpochSecond(name.leaseUntil())
              + ": "
              + name.reason());
    }
  }

  /** The same complaint comes once a day at most. */
  private void complain(String about, String text) {
    Instant now = clock.instant();
    Instant last = complained.get(about);
    if (last == null || !now.isBefore(last.plus(BETWEEN_COMPLAINTS))) {
      complained.put(about, now);
      complaints.accept(text);
    }
  }
}
