package org.pando.resolver.app;

import org.jspecify.annotations.Nullable;
import org.pando.registry.Passphrase;
import org.pando.registry.RegistryException;
import org.pando.registry.owner.OwnKeys;
import org.pando.registry.owner.Progress;
import org.pando.registry.owner.Registrar;

/**
 * Sees operations through that others decide: the writer thread does its part, and other work while
 * a witness is asked. Virtual threads.
 */
final class Decisions {
  /** Asks a witness on another node. */
  @FunctionalInterface
  interface Link {
    /** Waits for the reply; gives how the operation goes on, on the writer thread. */
    OwnKeys.Task<Progress> ask(Progress.Asks asks);
  }

  private final OwnKeys keys;
  private final WriterThread writer;
  private final Link link;

  Decisions(OwnKeys keys, WriterThread writer, Link link) {
    this.keys = keys;
    this.writer = writer;
    this.link = link;
  }

  /** Runs a task that may sign. */
  <T> T sign(@Nullable Passphrase passphrase, OwnKeys.Task<T> task) throws RegistryException {
    return writer.call(() -> keys.using(passphrase, task));
  }

  /** Runs an operation to its end. */
  Registrar.Outcome run(@Nullable Passphrase passphrase, OwnKeys.Task<Progress> operation)
      throws RegistryException {
    return finish(passphrase, sign(passphrase, operation));
  }

  /** Sees an operation through that has come so far. */
  Registrar.Outcome finish(@Nullable Passphrase passphrase, Progress progress)
      throws RegistryException {
    return switch (progress) {
      case Progress.Done(Registrar.Outcome outcome) -> outcome;
      case Progress.Asks asks -> run(passphrase, link.ask(asks));
    };
  }
}
