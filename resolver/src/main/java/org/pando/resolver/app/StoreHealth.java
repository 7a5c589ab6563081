package org.pando.resolver.app;

import org.jspecify.annotations.Nullable;
import org.pando.registry.RegistryException;
import org.pando.registry.store.SqliteStore;
import org.pando.registry.store.StoreReader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether the store's file is whole: it is checked after an unclean stop, while the node works
 * already. When it is not, names are served as far as they can be read, and changes are refused:
 * they could destroy more. Any thread.
 */
final class StoreHealth {
  private static final Logger LOG = LoggerFactory.getLogger(StoreHealth.class);

  private final SqliteStore store;
  private final WriterThread writer;
  private volatile @Nullable String problem;

  StoreHealth(SqliteStore store, WriterThread writer) {
    this.store = store;
    this.writer = writer;
  }

  /** What is wrong and how to mend it; null when nothing is known to be wrong. */
  @Nullable String problem() {
    return problem;
  }

  /** Begins the check when it is called for. */
  void check(ReaderThread readers) throws RegistryException {
    if (!store.wasStoppedInOrder()) {
      var _ =
          readers.submit(
              reader -> {
                judge(reader);
                return true;
              });
    }
  }

  private void judge(StoreReader reader) {
    try {
      RegistryException damage = reader.check();
      if (damage != null) {
        refuse(damage);
      }
    } catch (RegistryException e) {
      refuse(e);
    }
  }

  private void refuse(RegistryException damage) {
    String why = String.valueOf(damage.getMessage());
    problem = why;
    LOG.error("{}", why);
    writer.execute(() -> store.refuseChanges(why));
  }
}
