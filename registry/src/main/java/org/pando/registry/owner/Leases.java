package org.pando.registry.owner;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.pando.registry.Network;
import org.pando.registry.RegistryException;
import org.pando.registry.record.HumanBundle;
import org.pando.registry.record.Lease;
import org.pando.registry.record.Op;
import org.pando.registry.record.SignedOp;
import org.pando.registry.record.Signer;

/** Extends leases and gives names up (section 7, RENEW and RELEASE). Writer thread. */
final class Leases {
  private final Names names;
  private final OwnKeys keys;
  private final Certification certification;
  private final Offers offers;
  private final Revocations revocations;

  Leases(
      Names names,
      OwnKeys keys,
      Certification certification,
      Offers offers,
      Revocations revocations) {
    this.names = names;
    this.keys = keys;
    this.certification = certification;
    this.offers = offers;
    this.revocations = revocations;
  }

  Progress renew(Network network, String key, boolean dryRun) throws RegistryException {
    return certification.begin(network, key, "renew", dryRun, () -> extend(network, key, dryRun));
  }

  private Progress extend(Network network, String key, boolean dryRun) throws RegistryException {
    Present present = names.held(network, key);
    HumanBundle human = present.certified("renew");
    present.checkInService();
    Signatory signatory =
        keys.signatory(present.full(), present.holder(), List.of(Signer.OWNER, Signer.RECOVERY));
    long now = names.now();
    Op.Renew op =
        new Op.Renew(
            present.next(human, false),
            new Lease(now, now + names.config(network).terms().lease()),
            signatory.signer(),
            present.subject());
    SignedOp<Op.Renew> signed = SignedOp.sign(op, signatory.key(), network.id());
    return certification.certify(
        network,
        signed,
        null,
        dryRun,
        renewed -> outcome(network, renewed, dryRun ? List.of() : offers.withdraw(present.full())));
  }

  Progress release(Network network, String key, Optional<Long> expectSeq, boolean dryRun)
      throws RegistryException {
    return certification.begin(
        network, key, "release", dryRun, () -> giveUp(network, key, expectSeq, dryRun));
  }

  private Progress giveUp(Network network, String key, Optional<Long> expectSeq, boolean dryRun)
      throws RegistryException {
    Present present = names.held(network, key);
    HumanBundle human = present.certified("release");
    present.expect(expectSeq);
    present.checkInService();
    Signatory signatory = keys.signatory(present.full(), present.holder(), present.mayGiveAway());
    Op.Release op =
        new Op.Release(present.next(human, true), names.now(), signatory.key().publicKey());
    SignedOp<Op.Release> signed = SignedOp.sign(op, signatory.key(), network.id());
    return certification.certify(
        network,
        signed,
        null,
        dryRun,
        released -> outcome(network, released, dryRun ? List.of() : forget(present.full())));
  }

  private List<String> forget(String fullName) {
    List<String> notes = new ArrayList<>(revocations.forget(fullName));
    notes.addAll(offers.withdraw(fullName));
    return notes;
  }

  private static Registrar.Outcome outcome(
      Network network, HumanBundle bundle, List<String> notes) {
    return new Registrar.Outcome(network, Ownership.of(bundle), true, null, notes);
  }
}
