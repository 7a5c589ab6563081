package org.pando.resolver.app;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.pando.registry.RegistryException;

/** The pace of the audit, in virtual time. */
class RegistryAuditTest {
  private static final Duration STEP = RegistryAudit.BETWEEN_STEPS;
  private static final Duration DAY = RegistryAudit.BETWEEN_ROUNDS;

  private final Deque<Runnable> due = new ArrayDeque<>();
  private final List<Duration> pauses = new ArrayList<>();
  private int verified;

  private final Timer timer =
      (pause, task) -> {
        pauses.add(pause);
        due.add(task);
      };

  /** Lets the pauses pass. */
  private void pass(int count) {
    for (int i = 0; i < count; i++) {
      due.remove().run();
    }
  }

  @Test
  void takesARoundInStepsAndTheNextADayLater() {
    int[] left = {25};
    new RegistryAudit(
            names -> {
              verified += names;
              left[0] -= names;
              return left[0] > 0;
            },
            Runnable::run,
            timer)
        .begin();
    assertEquals(0, verified);
    pass(3);
    assertEquals(List.of(STEP, STEP, STEP, DAY), pauses);
    assertEquals(3 * RegistryAudit.STEP, verified);
  }

  @Test
  void whatCannotBeReadIsTriedADayLater() {
    new RegistryAudit(
            names -> {
              throw new RegistryException(RegistryException.Kind.STORE, "unreadable");
            },
            Runnable::run,
            timer)
        .begin();
    pass(2);
    assertEquals(List.of(STEP, DAY, DAY), pauses);
  }

  @Test
  void worksOnTheWriterThreadOnly() {
    Deque<Runnable> writer = new ArrayDeque<>();
    new RegistryAudit(
            names -> {
              verified += names;
              return true;
            },
            writer::add,
            timer)
        .begin();
    pass(1);
    assertEquals(0, verified);
    writer.remove().run();
    assertEquals(RegistryAudit.STEP, verified);
    assertEquals(List.of(STEP, STEP), pauses);
  }
}
