package org.pando.registry.store;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pando.registry.Bytes;
import org.pando.registry.NetworkId;
import org.pando.registry.RegistryException;

/**
 * The durable state of the registry. Owned by the registry-writer thread: whoever calls first, and
 * nobody else until that thread has ended.
 *
 * <p>What a method wrote is on disk when it returns and survives a crash of the process, the system
 * or the power. A method that throws has changed nothing, and reading goes on as before. Every
 * {@link RegistryException} here has the kind {@link RegistryException.Kind#STORE}.
 */
public interface RecordStore extends AutoCloseable {
  /** How many superseded operations are kept of one name. */
  int HISTORY = 16;

  /** Takes one bundle of an iteration; it must not write to the store it reads. */
  @FunctionalInterface
  interface Visitor {
    void visit(StoredBundle bundle) throws RegistryException;
  }

  /** The networks in the order they were added. */
  List<StoredNetwork> networks() throws RegistryException;

  /**
   * Adds a network with all its configurations.
   *
   * @param configs the configurations after epoch 0, in order
   * @return the number to use for it in the other methods
   * @throws RegistryException also when a network of this id is there already
   */
  int addNetwork(NetworkId id, Bytes genesis, List<StoredConfig> configs) throws RegistryException;

  /** Keeps how a network is shared, in place of what was kept before. */
  void share(int network, Sharing sharing) throws RegistryException;

  /** Forgets a network with all its names, their history and what is unfinished. */
  void removeNetwork(int network) throws RegistryException;

  /** Stores the new states of names, in one transaction: all of it or nothing. */
  void put(int network, List<StoredChange> changes) throws RegistryException;

  /**
   * @return the state of a name, or null when there is none
   */
  @Nullable StoredBundle get(int network, String key) throws RegistryException;

  /**
   * @param id a bundle's
   * @return the state that has it, or null when there is none
   */
  @Nullable StoredBundle byId(int network, Bytes id) throws RegistryException;

  /** A name's superseded certified operations, newest first, at most {@link #HISTORY}. */
  List<StoredItem> history(int network, String key) throws RegistryException;

  /** Keeps an unfinished operation of this node, in place of an earlier one on the same name. */
  void putClaim(int network, StoredClaim claim) throws RegistryException;

  /** The unfinished operations of this node, ascending by name. */
  List<StoredClaim> claims(int network) throws RegistryException;

  /** Gives up the unfinished operation on a name; nothing happens when there is none. */
  void forgetClaim(int network, String name) throws RegistryException;

  /**
   * The names of a network that follow a key, ascending.
   *
   * @param after a key, there or not; empty for the first names
   * @param limit how many at most; fewer means that these are the last
   */
  List<StoredBundle> page(int network, String after, int limit) throws RegistryException;

  /**
   * Visits all names of a network, ascending by (ts, id): the order in which replicas compare what
   * they have.
   */
  void forEachByTime(int network, Visitor visitor) throws RegistryException;

  /** Writes everything to the main file and closes it; closing again does nothing. */
  @Override
  void close() throws RegistryException;
}
