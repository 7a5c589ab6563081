package org.pando.resolver.app;

import java.security.SecureRandom;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.pando.registry.Bytes;
import org.pando.registry.RegistryException;
import org.pando.registry.RegistryException.Kind;
import org.pando.registry.crypto.Stamp;

/** Finds stamps, each on a platform thread of its own: it takes a whole processor. Any thread. */
final class StampSearch implements AutoCloseable {
  private final SecureRandom random;
  private volatile boolean stopped;

  StampSearch(SecureRandom random) {
    this.random = random;
  }

  /**
   * Waits for a stamp.
   *
   * @throws RegistryException of kind STORE when the node stops meanwhile
   */
  Bytes find(Stamp.Work work) throws RegistryException {
    FutureTask<Optional<Bytes>> search =
        new FutureTask<>(() -> work.find(random.nextLong(), () -> !stopped));
    Thread.ofPlatform().name("stamp").daemon().start(search);
    try {
      return search.get().orElseThrow(StampSearch::stopping);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw stopping();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  private static RegistryException stopping() {
    return new RegistryException(Kind.STORE, "the node is stopping; start it again: pando run");
  }

  /** Ends the searches under way. */
  @Override
  public void close() {
    stopped = true;
  }
}
