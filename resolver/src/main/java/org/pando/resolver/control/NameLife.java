package org.pando.resolver.control;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pando.registry.Passphrase;
import org.pando.registry.RegistryException;

/**
 * The life of a name: what happens to it besides its records. Names, threads and durability are as
 * for {@link NameService}; every {@code passphrase} is that of the key that signs, null when none
 * was given.
 */
public interface NameLife {
  /** Extends the lease to its full length from now. */
  NameChange renew(String name, Renewal how, @Nullable Passphrase passphrase)
      throws RegistryException;

  /**
   * How a name is renewed.
   *
   * @param dryRun check everything, change nothing
   */
  record Renewal(boolean dryRun) {}

  /** Gives a name up: anybody can claim it at once. */
  NameChange release(String name, Release how, @Nullable Passphrase passphrase)
      throws RegistryException;

  /**
   * How a name is given up.
   *
   * @param expectSeq refuse with CONFLICT unless the zone has this sequence number; null = do not
   *     care
   * @param dryRun check everything, change nothing
   */
  record Release(@Nullable Long expectSeq, boolean dryRun) {}

  /** Ends the service of a name. */
  NameChange revoke(String name, Revocation how, @Nullable Passphrase passphrase)
      throws RegistryException;

  /**
   * How a name is revoked.
   *
   * @param file a revocation that was signed in advance; null = use a key of the node, or the file
   *     that the node keeps
   * @param expectSeq as for {@link Release}
   * @param dryRun check everything, change nothing
   */
  record Revocation(@Nullable TextFile file, @Nullable Long expectSeq, boolean dryRun) {}

  /** Takes a name back with its recovery key. */
  NameChange recover(String name, Recovery how, @Nullable Passphrase passphrase)
      throws RegistryException;

  /**
   * How a name is taken back.
   *
   * @param key the label of the new owner key, made when it is missing; null = a free label
   * @param records zone-file lines without the class, the owner relative to the name
   * @param zoneFile more records; null for none. Without any, the present ones are kept
   * @param expectSeq as for {@link Release}
   * @param dryRun check everything, change nothing
   */
  record Recovery(
      @Nullable String key,
      List<String> records,
      @Nullable ZoneFile zoneFile,
      @Nullable Long expectSeq,
      boolean dryRun) {}

  /** Offers a name to somebody. */
  OfferMade offer(String name, NewOffer how, @Nullable Passphrase passphrase)
      throws RegistryException;

  /**
   * To whom a name is offered.
   *
   * @param to the label of a key on the node, or the 52 characters of any key
   * @param recovery the 52 characters of the key that can take the name back for the new owner;
   *     null = the one that a key of the node was made with
   * @param expectSeq as for {@link Release}
   * @param dryRun check everything, change nothing
   */
  record NewOffer(String to, @Nullable String recovery, @Nullable Long expectSeq, boolean dryRun) {}

  /**
   * An offer.
   *
   * @param name fully qualified, without the final dot
   * @param to the key, in z-base-32
   * @param until when it can be accepted last
   * @param file where the node keeps it
   * @param text what is in that file
   */
  record OfferMade(
      String name, boolean dryRun, String to, Instant until, String file, String text) {}

  /** Accepts an offer to a key of the node. */
  NameChange accept(String name, Acceptance how, @Nullable Passphrase passphrase)
      throws RegistryException;

  /**
   * How an offer is accepted.
   *
   * @param offer null = the one that the node keeps
   * @param records zone-file lines without the class, the owner relative to the name
   * @param zoneFile more records; null for none. Without any, the present ones are kept
   * @param expectSeq as for {@link Release}
   * @param dryRun check everything, change nothing
   */
  record Acceptance(
      @Nullable TextFile offer,
      List<String> records,
      @Nullable ZoneFile zoneFile,
      @Nullable Long expectSeq,
      boolean dryRun) {}
}
