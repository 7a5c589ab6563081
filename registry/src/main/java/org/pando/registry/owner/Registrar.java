package org.pando.registry.owner;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.pando.registry.Bytes;
import org.pando.registry.Network;
import org.pando.registry.RegistryException;
import org.pando.registry.RegistryException.Kind;
import org.pando.registry.crypto.PublicKey;
import org.pando.registry.crypto.Stamp;
import org.pando.registry.keys.StoredKey;
import org.pando.registry.record.Bundle;
import org.pando.registry.replica.Replica;
import org.pando.registry.store.VoteLog;
import org.pando.registry.witness.WitnessReply;
import org.pando.registry.witness.WitnessRequest;
import org.pando.registry.zone.ZoneBody;

/**
 * What this node does with names, with its own keys; each operation is a class of its own. Belongs
 * to the writer thread.
 *
 * <p>Every operation throws a {@link RegistryException} of kind NOT_FOUND when nobody holds the
 * name, NO_KEY when the key that could sign is not here, LOCKED when it needs a passphrase, REFUSED
 * when a rule of the network forbids it, CONFLICT when the name changed in between, INVALID when
 * records break a rule, STORE when it cannot be written. A dry run checks everything and changes
 * nothing. {@code expectSeq} is the zone's sequence number that the caller's wish is based on.
 */
public final class Registrar {
  private final Replica replica;
  private final VoteLog log;
  private final Networks networks;
  private final Names names;
  private final Deciders deciders;
  private final Certification certification;
  private final Claims claims;
  private final KeyNames keyNames;
  private final Zones zones;
  private final Leases leases;
  private final Transfers transfers;
  private final Offers offers;
  private final Revocations revocations;
  private final Upkeep upkeep;

  /** Where the registrar finds what it works with. */
  public record Surroundings(Replica replica, OwnKeys keys, VoteLog log, Path dataDirectory) {}

  public Registrar(Surroundings around, InstantSource clock, SecureRandom random) {
    this.replica = around.replica();
    OwnKeys keys = around.keys();
    this.log = around.log();
    this.networks = new Networks(replica, keys, random);
    this.names = new Names(replica, clock, random);
    this.deciders = new Deciders(replica, keys, log, clock);
    this.certification = new Certification(names, replica, deciders, log, clock);
    this.revocations = new Revocations(names, keys, around.dataDirectory().resolve("revocations"));
    this.offers = new Offers(around.dataDirectory().resolve("offers"), names);
    this.claims = new Claims(names, keys, certification, revocations, new Lookalikes(replica));
    this.keyNames = new KeyNames(names, replica, keys, revocations);
    this.zones = new Zones(names, keys);
    this.leases = new Leases(names, keys, certification, offers, revocations);
    this.transfers = new Transfers(names, keys, certification, offers, revocations);
    this.upkeep = new Upkeep(replica, names, keys, new Upkeep.Means(leases, offers, revocations));
  }

  /**
   * What an operation did, or with a dry run would do.
   *
   * @param changed false when the name was like that already
   * @param created the owner key, when it was made for this
   * @param notes what else a person should know, a sentence each
   */
  public record Outcome(
      Network network,
      Ownership name,
      boolean changed,
      @Nullable StoredKey created,
      List<String> notes) {
    public Outcome {
      notes = List.copyOf(notes);
    }

    static Outcome of(Network network, Bundle bundle) {
      return new Outcome(network, Ownership.of(bundle), true, null, List.of());
    }
  }

  /** Makes a name's new records from the present ones. */
  @FunctionalInterface
  public interface ZoneChange {
    /**
     * @throws RegistryException of kind INVALID when the records break a rule
     */
    ZoneBody apply(ZoneBody present) throws RegistryException;
  }

  /**
   * Who shall hold a name.
   *
   * @param key the label of a key on this node, or the 52 characters of any
   * @param recovery the 52 characters of the key that can take the name back; none: the one that a
   *     key of this node was made with
   */
  public record Recipient(String key, Optional<String> recovery) {}

  /**
   * How a name is taken back.
   *
   * @param key the label of the new owner key, made when it is missing; none: a free one
   * @param records none: the present ones
   */
  public record Recovery(Optional<String> key, Optional<ZoneBody> records) {}

  /**
   * Founds {@code home.alt} with this node as its only witness, unless the node is in a network
   * already. The keys it needs are made first; those that an interrupted start left are used.
   */
  public void foundHome() throws RegistryException {
    networks.foundHome();
  }

  /** This node's networks. */
  public Networks networks() {
    return networks;
  }

  /**
   * Finishes what a crash interrupted and this node decides; comes before any operation.
   *
   * @return what could not be finished and why; what still can be is tried again at the next start
   */
  public List<String> resume() throws RegistryException {
    return certification.resume();
  }

  /**
   * The names whose operations were begun, wait for a witness elsewhere, and are not being asked
   * about just now.
   */
  public List<String> unfinished(Network network) throws RegistryException {
    return certification.unfinished(network);
  }

  /**
   * Goes on with an operation that was begun.
   *
   * @return empty when it is over already
   * @throws RegistryException when it was not carried out; tried again later as long as {@link
   *     #unfinished} has the name
   */
  public Optional<Progress> finish(Network network, String name) throws RegistryException {
    return certification.finish(network, name);
  }

  /**
   * Answers another node as the witness of a network; a repeated request gets the same answer.
   *
   * @throws RegistryException when nothing can be said now
   */
  public WitnessReply answer(Network network, WitnessRequest request) throws RegistryException {
    return deciders.answer(network, request);
  }

  /** Why this node does not sign as a witness, with the remedy; empty when it does. */
  public Optional<String> suspension() throws RegistryException {
    return log.suspension();
  }

  /**
   * Signs as a witness again after a suspension, as a person decided.
   *
   * @return as of {@link #resume}
   */
  public List<String> resumeWitness() throws RegistryException {
    log.resume();
    return resume();
  }

  /**
   * Claims a human name with its first records.
   *
   * @param keyLabel which owner key; none: {@link OwnKeys#DEFAULT}, made when it is missing
   * @throws RegistryException also of kind TAKEN when it or a name that looks like it is held
   */
  public Progress register(
      Network network, String label, ZoneBody zone, Optional<String> keyLabel, boolean dryRun)
      throws RegistryException {
    return claims.register(network, label, zone, keyLabel, dryRun);
  }

  /**
   * The key whose name is meant.
   *
   * @param created whether it was made for this
   */
  public record NamingKey(StoredKey key, PublicKey publicKey, boolean created) {}

  /**
   * The key of a label; none: {@link OwnKeys#DEFAULT}, made when it is missing.
   *
   * @param dryRun makes it, but keeps it nowhere
   */
  public NamingKey namingKey(Optional<String> label, boolean dryRun) throws RegistryException {
    return keyNames.key(label, dryRun);
  }

  /** The key on this node that a key name spells. */
  public NamingKey namingKey(Network network, String key) throws RegistryException {
    return keyNames.key(network, key);
  }

  /** The work that the name of a key costs in a network; empty when there is none. Any thread. */
  public Optional<Stamp.Work> keyNameWork(Network network, NamingKey key) throws RegistryException {
    return keyNames.work(network, key.publicKey());
  }

  /**
   * Publishes the first records under the name of a key.
   *
   * @param stamp the work that was asked for
   * @throws RegistryException also of kind TAKEN when there are records already
   */
  public Outcome registerKeyName(
      Network network, NamingKey key, ZoneBody zone, Optional<Bytes> stamp, boolean dryRun)
      throws RegistryException {
    return keyNames.register(network, key, zone, stamp, dryRun);
  }

  /**
   * Publishes a name's next records; needs the owner's key and nobody else. Records that stay the
   * same are not published again.
   */
  public Outcome update(
      Network network, String key, ZoneChange change, Optional<Long> expectSeq, boolean dryRun)
      throws RegistryException {
    return zones.update(network, key, change, expectSeq, dryRun);
  }

  /** Extends a name's lease to its full length from now. */
  public Progress renew(Network network, String key, boolean dryRun) throws RegistryException {
    return leases.renew(network, key, dryRun);
  }

  /**
   * Looks after the next names of this node: renews what is due, and signs revocations in advance
   * where they are missing.
   *
   * @param from {@link Upkeep.Place#BEGIN}, then where the step before ended
   */
  public Upkeep.Step upkeep(Upkeep.Place from) throws RegistryException {
    return upkeep.step(from);
  }

  /** Gives a name up: anybody can claim it at once. */
  public Progress release(Network network, String key, Optional<Long> expectSeq, boolean dryRun)
      throws RegistryException {
    return leases.release(network, key, expectSeq, dryRun);
  }

  /** Ends the service of a name: with its owner key, its recovery key, or the file kept here. */
  public Outcome revoke(Network network, String key, Optional<Long> expectSeq, boolean dryRun)
      throws RegistryException {
    return revocations.revoke(network, key, expectSeq, dryRun);
  }

  /**
   * A file that somebody gave.
   *
   * @param where for messages
   */
  public record GivenFile(String where, String text) {}

  /** Ends the service of a name with a revocation that was signed in advance. */
  public Outcome revoke(
      Network network, String key, GivenFile file, Optional<Long> expectSeq, boolean dryRun)
      throws RegistryException {
    RevocationFile given = RevocationFile.decode(file.where(), file.text());
    return revocations.revoke(network, key, given, expectSeq, dryRun);
  }

  /**
   * An offer that was made.
   *
   * @param file where it is kept
   */
  public record OfferMade(Offer offer, Path file) {}

  /** Offers a name to somebody; the offer is kept, and good for 7 days. */
  public OfferMade offer(
      Network network, String key, Recipient to, Optional<Long> expectSeq, boolean dryRun)
      throws RegistryException {
    Offer offer = transfers.offer(network, key, to, expectSeq, dryRun);
    return new OfferMade(offer, offers.path(offer.name()));
  }

  /**
   * Accepts an offer to a key of this node.
   *
   * @param offer none: the one kept here
   * @param records none: the present ones
   */
  public Progress accept(
      Network network,
      String key,
      Optional<GivenFile> offer,
      Optional<ZoneBody> records,
      Optional<Long> expectSeq,
      boolean dryRun)
      throws RegistryException {
    Optional<Offer> given =
        offer.isEmpty()
            ? Optional.empty()
            : Optional.of(Offer.decode(offer.get().where(), offer.get().text()));
    return transfers.accept(
        network, key, new Transfers.Acceptance(given, records), expectSeq, dryRun);
  }

  /** Takes a name back with its recovery key, revoked or not. */
  public Progress recover(
      Network network, String key, Recovery how, Optional<Long> expectSeq, boolean dryRun)
      throws RegistryException {
    return transfers.recover(network, key, how, expectSeq, dryRun);
  }

  /** The offers kept here that can still be accepted. */
  public List<Offer> openOffers() throws RegistryException {
    return offers.open(replica.networks());
  }

  /**
   * A name with what this node keeps of it.
   *
   * @param offer empty when none is open
   * @param revocation the file of the one that was signed in advance, if there is one
   */
  public record Details(Ownership name, Optional<Offer> offer, Optional<Path> revocation) {}

  /** As {@link #show}, with what this node keeps of the name. */
  public Details details(Network network, String key) throws RegistryException {
    Present present = names.find(network, key);
    if (present == null) {
      throw unknown(network, key);
    }
    boolean signed = revocations.find(present).isPresent();
    return new Details(
        present.name(),
        offers.open(present),
        signed ? Optional.of(revocations.path(present.full())) : Optional.empty());
  }

  /**
   * What is known of a name.
   *
   * @throws RegistryException of kind NOT_FOUND when nothing is
   */
  public Ownership show(Network network, String key) throws RegistryException {
    Present present = names.find(network, key);
    if (present == null) {
      throw unknown(network, key);
    }
    return present.name();
  }

  private static RegistryException unknown(Network network, String key) {
    return new RegistryException(
        Kind.NOT_FOUND, Names.full(network, key) + " is not registered; see: pando list");
  }
}
