package org.pando.resolver.app;

import java.time.Duration;
import java.util.concurrent.Executor;
import org.pando.registry.RegistryException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets the audit of the store go on while the node works: ten names at a time, some seven
 * milliseconds' worth, five times a second, a round a day. A million names take under six hours.
 */
final class RegistryAudit {
  static final int STEP = 10;
  static final Duration BETWEEN_STEPS = Duration.ofMillis(200);
  static final Duration BETWEEN_ROUNDS = Duration.ofDays(1);

  private static final Logger LOG = LoggerFactory.getLogger(RegistryAudit.class);

  /** Verifies so many names; whether more are left in the round. */
  @FunctionalInterface
  interface Step {
    boolean verify(int names) throws RegistryException;
  }

  private final Step audit;
  private final Executor writer;
  private final Timer timer;

  /**
   * @param audit on the writer thread
   * @param writer the writer thread
   */
  RegistryAudit(Step audit, Executor writer, Timer timer) {
    this.audit = audit;
    this.writer = writer;
    this.timer = timer;
  }

  void begin() {
    next(BETWEEN_STEPS);
  }

  private void next(Duration pause) {
    timer.after(pause, () -> writer.execute(this::step));
  }

  private void step() {
    try {
      next(audit.verify(STEP) ? BETWEEN_STEPS : BETWEEN_ROUNDS);
    } catch (RegistryException e) {
      LOG.error("{}", e.getMessage());
      next(BETWEEN_ROUNDS);
    }
  }
}
