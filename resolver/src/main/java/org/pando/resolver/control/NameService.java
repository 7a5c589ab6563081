package org.pando.resolver.control;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pando.registry.NameState;
import org.pando.registry.Passphrase;
import org.pando.registry.RegistryException;

/**
 * Names of the node's networks, as people handle them. A name is given as typed: without a dot it
 * is meant in the default network; case and a final dot do not matter. Called on a thread that may
 * block; a change is durable when the call returns.
 */
public interface NameService {
  /**
   * Claims a name with its first records.
   *
   * @param passphrase of the owner key; null when none was given
   * @throws RegistryException of any kind but NOT_FOUND; TAKEN when it is somebody else's, or ours
   *     already
   */
  NameChange register(RegisterRequest request, @Nullable Passphrase passphrase)
      throws RegistryException;

  /**
   * Publishes under the name of a key.
   *
   * @param passphrase as for {@link #register}
   */
  NameChange registerKeyName(KeyNameRequest request, @Nullable Passphrase passphrase)
      throws RegistryException;

  /**
   * Changes the records of a name. Nothing is published when nothing would change.
   *
   * @param passphrase as for {@link #register}
   */
  NameChange update(String name, ZoneChange change, @Nullable Passphrase passphrase)
      throws RegistryException;

  /** Everything known of a name. */
  NameDetails show(String name) throws RegistryException;

  /** The same as a proof, for people who have no node or do not trust this one. */
  NameProof prove(String name) throws RegistryException;

  /**
   * Names of all networks, the default network first, then by name.
   *
   * @param mine only those whose owner key is on this node
   * @param after the name that the page before ended with; null for the first page
   */
  NameList list(boolean mine, @Nullable String after) throws RegistryException;

  /**
   * A page of a list.
   *
   * @param next what to give as {@code after} for the next page; null when this is the last
   */
  record NameList(List<NameSummary> names, @Nullable String next) {}

  /**
   * One row of a list.
   *
   * @param name fully qualified, without the final dot
   * @param unicodeName the same with its label in Unicode, null when it is ASCII or not fit to be
   *     shown
   * @param state null when its entry in the store is damaged
   * @param seq the zone's sequence number, 0 without a zone
   * @param leaseUntil null for a key name
   * @param daysLeft whole days until the lease ends, negative when it is over; null without a lease
   * @param mine whether the owner key is on this node
   */
  record NameSummary(
      String name,
      @Nullable String unicodeName,
      @Nullable NameState state,
      long seq,
      @Nullable Instant leaseUntil,
      @Nullable Long daysLeft,
      boolean mine) {}
}
