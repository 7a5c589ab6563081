package org.pando.registry.owner;

import java.util.List;
import java.util.Optional;
import org.pando.registry.Network;
import org.pando.registry.RegistryException;
import org.pando.registry.RegistryException.Kind;
import org.pando.registry.crypto.PublicKey;
import org.pando.registry.crypto.SigningKey;
import org.pando.registry.keys.StoredKey;
import org.pando.registry.record.Lease;
import org.pando.registry.record.Op;
import org.pando.registry.record.SignedOp;
import org.pando.registry.record.Step;
import org.pando.registry.zone.ZoneBody;

/** Claims names that nobody holds (section 7, CLAIM). Writer thread. */
final class Claims {
  private final Names names;
  private final OwnKeys keys;
  private final Certification certification;
  private final Revocations revocations;
  private final Lookalikes lookalikes;

  Claims(
      Names names,
      OwnKeys keys,
      Certification certification,
      Revocations revocations,
      Lookalikes lookalikes) {
    this.names = names;
    this.keys = keys;
    this.certification = certification;
    this.revocations = revocations;
    this.lookalikes = lookalikes;
  }

  Progress register(
      Network network, String label, ZoneBody zone, Optional<String> keyLabel, boolean dryRun)
      throws RegistryException {
    return certification.begin(
        network, label, "claim", dryRun, () -> claim(network, label, zone, keyLabel, dryRun));
  }

  private Progress claim(
      Network network, String label, ZoneBody zone, Optional<String> keyLabel, boolean dryRun)
      throws RegistryException {
    names.checkOwners(network, label, zone);
    Step step = nextClaim(network, label);
    lookalikes.check(network, label);
    boolean missing = keyLabel.isEmpty() && !keys.hasDefault();
    StoredKey key = missing ? newDefaultKey(dryRun) : keys.owner(keyLabel.orElse(OwnKeys.DEFAULT));
    SigningKey owner = keys.signing(key);
    long now = names.now();
    Op.Claim claim =
        new Op.Claim(
            step,
            OwnKeys.holder(key),
            new Lease(now, now + names.config(network).terms().lease()),
            names.nonce());
    SignedOp<Op.TenureOp> signed = SignedOp.sign(claim, owner, network.id());
    return certification.certify(
        network,
        signed,
        names.firstZone(network, signed, zone, owner),
        dryRun,
        bundle ->
            new Registrar.Outcome(
                network,
                Ownership.of(bundle),
                true,
                missing && !dryRun ? key : null,
                dryRun ? List.of() : revocations.signInAdvance(network, bundle, owner)));
  }

  private StoredKey newDefaultKey(boolean dryRun) throws RegistryException {
    return dryRun ? keys.unkept() : keys.create(OwnKeys.DEFAULT);
  }

  /** The place of a claim in the life of the name, when it may be claimed now (rule A4). */
  private Step nextClaim(Network network, String label) throws RegistryException {
    Present present = names.find(network, label);
    if (present == null) {
      return Step.first(label);
    }
    PublicKey owner = present.name().owner();
    long claimable = present.name().leaseUntil() + names.config(network).terms().grace();
    if (owner != null && names.now() <= claimable) {
      throw new RegistryException(Kind.TAKEN, present.full() + taken(owner) + label);
    }
    return present.next(present.certified("claim"), true);
  }

  private String taken(PublicKey owner) throws RegistryException {
    return keys.labelOf(owner)
        .map(
            mine ->
                " is yours already (key '" + mine + "'); change its records with: pando update ")
        .orElse(" belongs to another key; see: pando show ");
  }
}
