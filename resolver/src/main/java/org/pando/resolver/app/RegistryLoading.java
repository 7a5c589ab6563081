package org.pando.resolver.app;

import org.pando.registry.RegistryException;
import org.pando.registry.replica.Replica;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Loads the names of the store while the node answers already. Runs on the writer thread, a step at
 * a time: whatever was handed to that thread meanwhile comes in between.
 */
final class RegistryLoading {
  private static final Logger LOG = LoggerFactory.getLogger(RegistryLoading.class);

  /** What is loaded before the node answers: a small registry is ready at once. */
  private static final int FIRST = 20_000;

  /** Two or three milliseconds' worth. */
  private static final int STEP = 500;

  private final Replica replica;
  private final WriterThread writer;

  RegistryLoading(Replica replica, WriterThread writer) {
    this.replica = replica;
    this.writer = writer;
  }

  /** Loads the first names, waiting for that, and leaves the others to the writer thread. */
  void begin() throws RegistryException {
    writer.run(() -> step(FIRST));
  }

  private void step(int count) {
    try {
      if (replica.load(count)) {
        writer.execute(() -> step(STEP));
      }
    } catch (RegistryException e) {
      LOG.error("{}", e.getMessage());
      LOG.error("names that are not loaded are looked up one by one: slower, and not all of them");
    }
  }
}
