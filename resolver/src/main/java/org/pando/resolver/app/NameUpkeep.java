package org.pando.resolver.app;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.pando.registry.RegistryException;
import org.pando.registry.owner.Registrar;
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
  private final Decisions decisions;
  private final Threads threads;
  private final InstantSource clock;
  private final Consumer<String> complaints;
  private final Map<String, Instant> complained = new HashMap<>();
  private final List<Upkeep.Unrenewed> found = new ArrayList<>();
  private volatile List<Upkeep.Unrenewed> unrenewed = List.of();
  private volatile Instant next = Instant.MIN;

  /**
   * Where a round runs.
   *
   * @param writer runs a task on the writer thread, later
   * @param workers one thread for each task that waits for a witness
   */
  record Threads(Consumer<Runnable> writer, Executor workers) {}

  /**
   * @param complaints takes what a person has to know
   */
  NameUpkeep(
      Step step,
      Decisions decisions,
      Threads threads,
      InstantSource clock,
      Consumer<String> complaints) {
    this.step = step;
    this.decisions = decisions;
    this.threads = threads;
    this.clock = clock;
    this.complaints = complaints;
  }

  /** Begins a round when it is time. The housekeeping thread. */
  void tick() {
    Instant now = clock.instant();
    if (!now.isBefore(next)) {
      next = now.plus(BETWEEN_ROUNDS);
      threads.writer().accept(() -> run(Upkeep.Place.BEGIN));
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
      if (done.unasked().isEmpty()) {
        goOn(done.next());
      } else {
        threads.workers().execute(() -> ask(done.unasked(), done.next()));
      }
    } catch (RegistryException e) {
      found.clear();
      complain("", "names are not renewed: " + e.getMessage());
    }
  }

  private void goOn(Upkeep.@Nullable Place further) {
    if (further == null) {
      finish();
    } else {
      threads.writer().accept(() -> run(further));
    }
  }

  /** Asks witnesses elsewhere. A virtual thread. */
  private void ask(List<Upkeep.Unasked> names, Upkeep.@Nullable Place further) {
    List<Upkeep.Unrenewed> failed = new ArrayList<>();
    for (Upkeep.Unasked name : names) {
      try {
        Registrar.Outcome _ = decisions.finish(null, name.progress());
        LOG.info("renewed {}", name.name());
      } catch (RegistryException e) {
        failed.add(name.failed(e));
      }
    }
    threads
        .writer()
        .accept(
            () -> {
              found.addAll(failed);
              goOn(further);
            });
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
