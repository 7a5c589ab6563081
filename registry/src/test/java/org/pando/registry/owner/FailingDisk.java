package org.pando.registry.owner;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.pando.registry.Bytes;
import org.pando.registry.NetworkId;
import org.pando.registry.RegistryException;
import org.pando.registry.RegistryException.Kind;
import org.pando.registry.store.RecordStore;
import org.pando.registry.store.Sharing;
import org.pando.registry.store.StoredBundle;
import org.pando.registry.store.StoredChange;
import org.pando.registry.store.StoredClaim;
import org.pando.registry.store.StoredConfig;
import org.pando.registry.store.StoredItem;
import org.pando.registry.store.StoredNetwork;
import org.pando.registry.store.VoteLog;

/** Fails at one write, in one of the ways in which that happens. */
final class FailingDisk {
  /** What happens at the write. */
  enum Failure {
    /** The process ends before it is durable. */
    KILLED_BEFORE,
    /** The process ends just after it is durable. */
    KILLED_AFTER,
    /** It fails, and the next one succeeds. */
    ONCE,
    /** There is no space for it, nor for any that follows. */
    FULL
  }

  /** The process is gone. */
  static final class Killed extends Error {
    private static final long serialVersionUID = 1L;
  }

  private interface Write<T> {
    T run() throws RegistryException;
  }

  private int writesLeft = Integer.MAX_VALUE;
  private Failure failure = Failure.FULL;

  /**
   * Fails at a later write.
   *
   * @param write 0 for the next one
   */
  void failAt(int write, Failure failure) {
    writesLeft = write;
    this.failure = failure;
  }

  void heal() {
    writesLeft = Integer.MAX_VALUE;
  }

  private <T> T write(Write<T> write) throws RegistryException {
    if (writesLeft > 0) {
      writesLeft--;
      return write.run();
    }
    if (failure == Failure.ONCE) {
      heal();
      throw new RegistryException(Kind.STORE, "the disk failed.");
    }
    if (failure == Failure.FULL) {
      throw new RegistryException(Kind.STORE, "the disk is full.");
    }
    if (failure == Failure.KILLED_AFTER) {
      T _ = write.run();
    }
    throw new Killed();
  }

  private void writes(Step write) throws RegistryException {
    boolean _ =
        write(
            () -> {
              write.run();
              return true;
            });
  }

  private interface Step {
    void run() throws RegistryException;
  }

  /** A store on this disk. */
  RecordStore over(RecordStore store) {
    return new RecordStore() {
      @Override
      public List<StoredNetwork> networks() throws RegistryException {
        return store.networks();
      }

      @Override
      public int addNetwork(NetworkId id, Bytes genesis, List<StoredConfig> configs)
          throws RegistryException {
        return write(() -> store.addNetwork(id, genesis, configs));
      }

      @Override
      public void share(int network, Sharing sharing) throws RegistryException {
        writes(() -> store.share(network, sharing));
      }

      @Override
      public void removeNetwork(int network) throws RegistryException {
        writes(() -> store.removeNetwork(network));
      }

      @Override
      public void put(int network, List<StoredChange> changes) throws RegistryException {
        writes(() -> store.put(network, changes));
      }

      @Override
      public @Nullable StoredBundle get(int network, String key) throws RegistryException {
        return store.get(network, key);
      }

      @Override
      public @Nullable StoredBundle byId(int network, Bytes id) throws RegistryException {
        return store.byId(network, id);
      }

      @Override
      public List<StoredItem> history(int network, String key) throws RegistryException {
        return store.history(network, key);
      }

      @Override
      public void putClaim(int network, StoredClaim claim) throws RegistryException {
        writes(() -> store.putClaim(network, claim));
      }

      @Override
      public List<StoredClaim> claims(int network) throws RegistryException {
        return store.claims(network);
      }

      @Override
      public void forgetClaim(int network, String name) throws RegistryException {
        writes(() -> store.forgetClaim(network, name));
      }

      @Override
      public List<StoredBundle> page(int network, String after, int limit)
          throws RegistryException {
        return store.page(network, after, limit);
      }

      @Override
      public void forEachByTime(int network, Visitor visitor) throws RegistryException {
        store.forEachByTime(network, visitor);
      }

      @Override
      public void close() throws RegistryException {
        store.close();
      }
    };
  }

  /** A vote log on this disk. */
  VoteLog over(VoteLog log) {
    return new VoteLog() {
      @Override
      public Optional<String> suspension() throws RegistryException {
        return log.suspension();
      }

      @Override
      public void suspend() throws RegistryException {
        writes(log::suspend);
      }

      @Override
      public void resume() throws RegistryException {
        writes(log::resume);
      }

      @Override
      public @Nullable Slot slot(NetworkId network, long epoch, String name)
          throws RegistryException {
        return log.slot(network, epoch, name);
      }

      @Override
      public @Nullable Bytes vote(Instance instance, int round, Phase phase)
          throws RegistryException {
        return log.vote(instance, round, phase);
      }

      @Override
      public long newestVote(NetworkId network, String name) throws RegistryException {
        return log.newestVote(network, name);
      }

      @Override
      public void save(Instance instance, Slot slot) throws RegistryException {
        writes(() -> log.save(instance, slot));
      }

      @Override
      public void cast(Instance instance, Slot slot, int round, Phase phase, Bytes vote)
          throws RegistryException {
        writes(() -> log.cast(instance, slot, round, phase, vote));
      }

      @Override
      public void decided(Instance instance) throws RegistryException {
        writes(() -> log.decided(instance));
      }

      @Override
      public void close() throws RegistryException {
        log.close();
      }
    };
  }
}
