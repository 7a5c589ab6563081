package org.pando.registry.owner;

import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.pando.registry.Bytes;
import org.pando.registry.NameState;
import org.pando.registry.Network;
import org.pando.registry.NetworkId;
import org.pando.registry.RegistryException;
import org.pando.registry.RegistryException.Kind;
import org.pando.registry.crypto.PublicKey;
import org.pando.registry.crypto.SignedKind;
import org.pando.registry.crypto.SigningKey;
import org.pando.registry.keys.StoredKey;
import org.pando.registry.policy.Decision;
import org.pando.registry.policy.NetworkRules;
import org.pando.registry.policy.Validity;
import org.pando.registry.record.Bundle;
import org.pando.registry.record.CertItem;
import org.pando.registry.record.Certificate;
import org.pando.registry.record.Config;
import org.pando.registry.record.Genesis;
import org.pando.registry.record.Holder;
import org.pando.registry.record.HumanBundle;
import org.pando.registry.record.Lease;
import org.pando.registry.record.Op;
import org.pando.registry.record.SignedOp;
import org.pando.registry.record.Step;
import org.pando.registry.record.Suffix;
import org.pando.registry.record.Terms;
import org.pando.registry.record.Vote;
import org.pando.registry.record.Witness;
import org.pando.registry.record.ZoneItem;
import org.pando.registry.replica.Replica;
import org.pando.registry.rule.InvalidException;
import org.pando.registry.rule.Rule;
import org.pando.registry.zone.ZoneBody;

/**
 * Registers and updates names with this node's own keys. In a network of one witness, this node, it
 * is the witness too: claim, certificate and first zone become one bundle in one transaction.
 * Belongs to the writer thread.
 */
public final class Registrar {
  private static final String HOME = "home.alt";
  private static final int NONCE = 16;

  private final Replica replica;
  private final OwnKeys keys;
  private final InstantSource clock;
  private final SecureRandom random;
  private final Lookalikes lookalikes;

  public Registrar(Replica replica, OwnKeys keys, InstantSource clock, SecureRandom random) {
    this.replica = replica;
    this.keys = keys;
    this.clock = clock;
    this.random = random;
    this.lookalikes = new Lookalikes(replica);
  }

  /**
   * What an operation did, or with a dry run would do.
   *
   * @param changed false when the name was like that already
   * @param created the owner key, when it was made for this
   */
  public record Outcome(
      Network network, Ownership name, boolean changed, @Nullable StoredKey created) {}

  /** Makes a name's new records from the present ones. */
  @FunctionalInterface
  public interface ZoneChange {
    /**
     * @throws RegistryException of kind INVALID when the records break a rule
     */
    ZoneBody apply(ZoneBody present) throws RegistryException;
  }

  /**
   * Founds {@code home.alt} with this node as its only witness, unless the node is in a network
   * already. The keys it needs are made first; those that an interrupted start left are used.
   */
  public void foundHome() throws RegistryException {
    if (!replica.networks().isEmpty()) {
      return;
    }
    SigningKey witness = keys.witness();
    SigningKey node = keys.node();
    Config config =
        new Config(
            0,
            null,
            List.of(new Witness(witness.publicKey(), node.publicKey(), "home")),
            Terms.CLOSED);
    replica.add(new Genesis(homeSuffix(), nonce(), 0, config));
  }

  /**
   * Claims a name with its first records.
   *
   * @param label a human name's label
   * @param keyLabel which owner key; none: {@link OwnKeys#DEFAULT}, made when it is missing
   * @param dryRun checks everything and changes nothing
   * @throws RegistryException of kind TAKEN when it or a name that looks like it is held, INVALID
   *     when a rule is broken, NO_KEY when the key is not there, LOCKED when it needs a passphrase,
   *     STORE when it cannot be written
   */
  public Outcome register(
      Network network, String label, ZoneBody zone, Optional<String> keyLabel, boolean dryRun)
      throws RegistryException {
    Config config = newestConfig(network);
    SigningKey witness = keys.witnessOf(network, config);
    Step step = nextClaim(network, config, label);
    lookalikes.check(network, label);
    boolean missing = keyLabel.isEmpty() && !keys.hasDefault();
    StoredKey key = missing ? newDefaultKey(dryRun) : keys.owner(keyLabel.orElse(OwnKeys.DEFAULT));
    SigningKey owner = keys.signing(key);
    PublicKey recovery = OwnKeys.recoveryOf(key);
    long now = now();
    Op.Claim claim =
        new Op.Claim(
            step,
            new Holder(owner.publicKey(), recovery, recovery != null),
            new Lease(now, now + config.terms().lease()),
            nonce());
    Bundle bundle = certify(network, config, claim, owner, witness, zone);
    finish(network, bundle, dryRun);
    return new Outcome(network, Ownership.of(bundle), true, missing && !dryRun ? key : null);
  }

  private StoredKey newDefaultKey(boolean dryRun) throws RegistryException {
    return dryRun ? keys.unkept() : keys.create(OwnKeys.DEFAULT);
  }

  private Bundle certify(
      Network network,
      Config config,
      Op.Claim claim,
      SigningKey owner,
      SigningKey witness,
      ZoneBody zone)
      throws RegistryException {
    NetworkId id = network.id();
    SignedOp<Op.TenureOp> signed = SignedOp.sign(claim, owner, id);
    Vote vote = Vote.on(signed, config.epoch(), 0, id);
    Certificate certificate =
        Certificate.of(vote, Map.of(0, vote.sign(SignedKind.COMMIT, witness, id)));
    return new HumanBundle(
        claim.name(),
        new CertItem<>(signed, certificate),
        null,
        ZoneItem.sign(new ZoneItem.Payload(signed.opHash(id), 1, claim.at(), zone), owner, id),
        null);
  }

  /**
   * Publishes a name's next records; needs the owner's key and nobody else. Records that stay the
   * same are not published again.
   *
   * @param expectSeq the sequence number that the caller's change is based on
   * @param dryRun checks everything and changes nothing
   * @throws RegistryException of kind NOT_FOUND, NO_KEY when another key owns the name, CONFLICT
   *     when it changed in between or is revoked, INVALID when a rule is broken, STORE
   */
  public Outcome update(
      Network network, String label, ZoneChange change, Optional<Long> expectSeq, boolean dryRun)
      throws RegistryException {
    String full = fullName(network, label);
    if (!(replica.get(network, label) instanceof HumanBundle present)
        || Ownership.of(present).owner() == null) {
      throw new RegistryException(
          Kind.NOT_FOUND, full + " is not registered; claim it with: pando register " + label);
    }
    Ownership name = Ownership.of(present);
    if (expectSeq.isPresent() && expectSeq.get() != name.seq()) {
      throw new RegistryException(
          Kind.CONFLICT,
          full
              + " is at seq "
              + name.seq()
              + ", not "
              + expectSeq.get()
              + "; look at it with pando show "
              + label
              + " and repeat the change");
    }
    if (name.state() == NameState.FROZEN) {
      throw new RegistryException(
          Kind.CONFLICT,
          full + " is revoked; only its recovery key can bring it back, by a transfer");
    }
    SigningKey owner = keys.ownerOf(full, name);
    ZoneBody before = name.records() == null ? emptyZone() : name.records();
    ZoneBody after = change.apply(before);
    if (name.seq() > 0 && after.equals(before)) {
      return new Outcome(network, name, false, null);
    }
    ZoneItem.Payload payload =
        new ZoneItem.Payload(present.tenure().opHash(network.id()), name.seq() + 1, now(), after);
    HumanBundle next =
        new HumanBundle(
            present.name(),
            present.tenure(),
            present.renew(),
            ZoneItem.sign(payload, owner, network.id()),
            present.revoke());
    finish(network, next, dryRun);
    return new Outcome(network, Ownership.of(next), true, null);
  }

  /**
   * What is known of a name.
   *
   * @throws RegistryException of kind NOT_FOUND when nothing is
   */
  public Ownership show(Network network, String key) throws RegistryException {
    Bundle bundle = replica.get(network, key);
    if (bundle == null) {
      throw new RegistryException(
          Kind.NOT_FOUND, fullName(network, key) + " is not registered; see: pando list");
    }
    return Ownership.of(bundle);
  }

  /** The place of a claim in the life of the name, when it may be claimed now (rule A4). */
  private Step nextClaim(Network network, Config config, String label) throws RegistryException {
    if (!(replica.get(network, label) instanceof HumanBundle present)) {
      return Step.first(label);
    }
    Ownership name = Ownership.of(present);
    if (name.owner() != null && now() <= name.leaseUntil() + config.terms().grace()) {
      String full = fullName(network, label);
      String belongs =
          keys.labelOf(name.owner())
              .map(
                  mine ->
                      " is yours already (key '"
                          + mine
                          + "'); change its records with: pando update ")
              .orElse(" belongs to another key; see: pando show ");
      throw new RegistryException(Kind.TAKEN, full + belongs + label);
    }
    return new Step(label, name.g() + 1, present.newest().opHash(network.id()), name.tenure() + 1);
  }

  private void finish(Network network, Bundle bundle, boolean dryRun) throws RegistryException {
    Decision decision =
        dryRun ? replica.decide(network, bundle.encode()) : replica.apply(network, bundle.encode());
    if (decision instanceof Decision.Refused(Validity reason)) {
      String why =
          switch (reason) {
            case Validity.Invalid(Rule rule, String text) -> text;
            case Validity.Unknown(String text) -> text;
            case Validity.Valid valid -> throw new IllegalStateException("refused, though valid");
          };
      throw new RegistryException(Kind.INVALID, fullName(network, bundle.key()) + ": " + why);
    }
  }

  private Config newestConfig(Network network) {
    NetworkRules rules = replica.rules(network);
    return rules.configs().get(rules.epoch());
  }

  private static Suffix homeSuffix() {
    try {
      return Suffix.parse(HOME);
    } catch (InvalidException e) {
      throw new IllegalStateException(e);
    }
  }

  private static ZoneBody emptyZone() {
    return ZoneBody.decode(Bytes.EMPTY);
  }

  private Bytes nonce() {
    byte[] nonce = new byte[NONCE];
    random.nextBytes(nonce);
    return Bytes.of(nonce);
  }

  private long now() {
    return clock.instant().getEpochSecond();
  }

  private static String fullName(Network network, String key) {
    return key + "." + network.suffixText();
  }
}
