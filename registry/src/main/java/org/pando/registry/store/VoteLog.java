package org.pando.registry.store;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.pando.registry.Bytes;
import org.pando.registry.NetworkId;
import org.pando.registry.RegistryException;

/**
 * What this node signed as a witness (registry specification, sections 9.1 and 13): without it the
 * same witness could vote for two operations. Owned by the registry-writer thread, like the {@link
 * RecordStore}, and as durable.
 *
 * <p>It knows whether it is still the one file of its history. Once it is in doubt, {@link
 * #suspension} says why, and nothing may be signed until a person has called {@link #resume}.
 */
public interface VoteLog extends AutoCloseable {
  /** Which of a round's votes. */
  enum Phase {
    PREPARE(1),
    COMMIT(2);

    private final int number;

    Phase(int number) {
      this.number = number;
    }

    int number() {
      return number;
    }
  }

  /**
   * One decision: which operation is number g in the life of a name.
   *
   * @param epoch of the configuration whose witnesses decide
   */
  record Instance(NetworkId network, long epoch, String name, long g) {}

  /**
   * What the witness keeps of an open instance; at most one per name and epoch.
   *
   * @param g the instance's
   * @param round the round it is in
   * @param lock the operation it committed to, in the witness's own encoding; null for none
   * @param best the best submission seen, likewise
   */
  record Slot(long g, int round, @Nullable Bytes lock, @Nullable Bytes best) {}

  /** Why nothing may be signed, with the remedy; empty when signing is safe. */
  Optional<String> suspension() throws RegistryException;

  /** Suspends signing: this log and the registry turned out not to belong together. */
  void suspend() throws RegistryException;

  /**
   * Goes on after a suspension, as a person decided who knows that no other copy of this node
   * signs: everything open is forgotten, and the file is taken for the one and only from now on.
   */
  void resume() throws RegistryException;

  /** The open instance of a name in an epoch, or null. */
  @Nullable Slot slot(NetworkId network, long epoch, String name) throws RegistryException;

  /** The vote cast in a round, or null. */
  @Nullable Bytes vote(Instance instance, int round, Phase phase) throws RegistryException;

  /** The largest g of a name that a vote is known for; -1 when there is none. */
  long newestVote(NetworkId network, String name) throws RegistryException;

  /** Keeps the state of an instance. */
  void save(Instance instance, Slot slot) throws RegistryException;

  /**
   * Keeps a vote and the instance's state after it, both or neither; afterwards the vote may leave
   * the node.
   *
   * @param round the vote's
   * @throws RegistryException also when a vote of this phase was cast in this round before (rule
   *     R7)
   */
  void cast(Instance instance, Slot slot, int round, Phase phase, Bytes vote)
      throws RegistryException;

  /**
   * Closes the instance of a name that is decided. The votes of the newest decided one are kept: if
   * the registry were put back from an older copy, they would lead to the same decision again.
   */
  void decided(Instance instance) throws RegistryException;

  @Override
  void close() throws RegistryException;
}
