package org.pando.registry.policy;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.pando.registry.Bytes;
import org.pando.registry.crypto.Domain;
import org.pando.registry.crypto.PublicKey;
import org.pando.registry.crypto.SignatureVerifier;
import org.pando.registry.crypto.SignedKind;
import org.pando.registry.crypto.Stamp;
import org.pando.registry.crypto.ZBase32;
import org.pando.registry.record.Bundle;
import org.pando.registry.record.Holder;
import org.pando.registry.record.HumanBundle;
import org.pando.registry.record.KeyBundle;
import org.pando.registry.record.Op;
import org.pando.registry.record.RevokeItem;
import org.pando.registry.record.Signer;
import org.pando.registry.record.ZoneItem;
import org.pando.registry.rule.InvalidException;
import org.pando.registry.rule.RecordException;
import org.pando.registry.rule.Rule;
import org.pando.registry.rule.UnknownException;

/**
 * Rules V1 to V17 for bundles of one network: a pure function, any thread. Everything that needs no
 * cryptography comes first, then the owner's signatures, then the witnesses', then the stamp.
 */
public final class BundleRules {
  private static final int KEY_LABELS = 1 + ZBase32.LENGTH + 1 + "key".length();

  private final NetworkRules network;
  private final SignatureVerifier verifier;
  private final CertificateRules certificates;

  public BundleRules(NetworkRules network, SignatureVerifier verifier) {
    this.network = network;
    this.verifier = verifier;
    this.certificates = new CertificateRules(network, verifier);
  }

  public Validity check(Bytes bundle) {
    return check(bundle, null);
  }

  /**
   * The same judgement, cheaper: what {@code current} has with the same bytes is not verified
   * again.
   *
   * @param current a valid bundle of the same name, or null
   */
  public Validity check(Bytes bundle, @Nullable Bundle current) {
    try {
      Bundle decoded = Bundle.decode(bundle, key -> current);
      check(decoded, current);
      return new Validity.Valid(decoded);
    } catch (RecordException e) {
      return judgement(e);
    }
  }

  static Validity judgement(RecordException e) {
    String text = e.getMessage();
    return switch (e) {
      case InvalidException invalid -> new Validity.Invalid(invalid.rule(), text);
      case UnknownException unknown -> new Validity.Unknown(text);
    };
  }

  /** All rules but those of form, for a decoded bundle. */
  void check(Bundle bundle, @Nullable Bundle current) throws RecordException {
    switch (bundle) {
      case HumanBundle human ->
          checkHuman(human, current instanceof HumanBundle known ? known : null);
      case KeyBundle key -> checkKey(key, current instanceof KeyBundle known ? known : null);
    }
  }

  private void checkHuman(HumanBundle bundle, @Nullable HumanBundle known) throws RecordException {
    Bytes tenureId = bundle.tenure().opHash(network.id());
    checkStructure(bundle, tenureId);
    certificates.checkEpochs(bundle);
    Holder holder = bundle.tenure().op().holder();
    if (holder != null) {
      checkItemSignatures(bundle, holder, known);
    }
    boolean sameTenure = known != null && known.tenure().equals(bundle.tenure());
    if (!sameTenure) {
      certificates.checkSigned(bundle.tenure());
    }
    if (bundle.renew() != null
        && holder != null
        && !(known != null && bundle.renew().equals(known.renew()))) {
      certificates.checkRenewal(bundle.renew(), bundle.tenure().op());
    }
  }

  /** V5, V8, V9, V12, V13 and V15 as far as no signature is concerned. */
  private void checkStructure(HumanBundle bundle, Bytes tenureId) throws InvalidException {
    Op.TenureOp begin = bundle.tenure().op();
    if (!begin.name().equals(bundle.name())) {
      throw new InvalidException(
          Rule.V5, bundle.name(), "its tenure is one of the name " + begin.name());
    }
    if (begin.holder() == null
        && (bundle.renew() != null || bundle.zone() != null || bundle.revoke() != null)) {
      throw new InvalidException(Rule.V5, bundle.name(), "a released name has nothing else");
    }
    if (bundle.renew() != null) {
      OperationRules.checkBelongs(bundle.renew().op(), begin, tenureId);
    }
    checkSubjects(bundle, tenureId);
    checkOwners(bundle, 1 + bundle.name().length());
  }

  private static void checkSubjects(Bundle bundle, Bytes subject) throws InvalidException {
    ZoneItem zone = bundle.zone();
    if (zone != null && !zone.subject().equals(subject)) {
      throw new InvalidException(Rule.V12, bundle.key(), "its zone is one of another tenure");
    }
    RevokeItem revoke = bundle.revoke();
    if (revoke != null && !revoke.subject().equals(subject)) {
      throw new InvalidException(Rule.V13, bundle.key(), "its revocation is one of another tenure");
    }
  }

  private void checkOwners(Bundle bundle, int labels) throws InvalidException {
    ZoneItem zone = bundle.zone();
    if (zone != null) {
      zone.body().checkOwnersBelow(labels + network.suffix().wireLength());
    }
  }

  private void checkKey(KeyBundle bundle, @Nullable KeyBundle known) throws InvalidException {
    Bytes subject = KeyBundle.subject(bundle.publicKey(), network.id());
    boolean stamped = bundle.stamp() != null;
    if (stamped != (network.keyStampBits() > 0)) {
      throw new InvalidException(
          Rule.V14,
          bundle.key(),
          stamped
              ? "a stamp where the network asks for none"
              : "no stamp, the network asks for one");
    }
    checkSubjects(bundle, subject);
    RevokeItem revoke = bundle.revoke();
    if (revoke != null && revoke.signer() != Signer.OWNER) {
      throw new InvalidException(
          Rule.V13, bundle.key(), "revoked by a recovery key, a key name has none");
    }
    checkOwners(bundle, KEY_LABELS);
    checkItemSignatures(bundle, new Holder(bundle.publicKey(), null, false), known);
    checkStamp(bundle, subject, known);
  }

  private void checkStamp(KeyBundle bundle, Bytes subject, @Nullable KeyBundle known)
      throws InvalidException {
    Bytes stamp = bundle.stamp();
    if (stamp == null || (known != null && Objects.equals(stamp, known.stamp()))) {
      return;
    }
    if (!Stamp.isWorth(network.keyStampBits(), network.id(), subject, stamp)) {
      throw new InvalidException(
          Rule.V14, bundle.key(), "its stamp is not worth " + network.keyStampBits() + " bits");
    }
  }

  /** The signatures of V12 and V13; subjects are checked, so known items fit the holder. */
  private void checkItemSignatures(Bundle bundle, Holder holder, @Nullable Bundle known)
      throws InvalidException {
    ZoneItem zone = bundle.zone();
    if (zone != null && !(known != null && zone.equals(known.zone()))) {
      Bytes message = Domain.message(SignedKind.ZONE, network.id(), zone.payload().encode());
      if (!verifier.verify(holder.owner(), message, zone.signature())) {
        throw new InvalidException(Rule.V12, bundle.key(), "its zone is not signed by the owner");
      }
    }
    RevokeItem revoke = bundle.revoke();
    if (revoke != null && !(known != null && revoke.equals(known.revoke()))) {
      Bytes message = Domain.message(SignedKind.REVOKE, network.id(), revoke.payload().encode());
      PublicKey key = holder.key(revoke.signer());
      if (key == null || !verifier.verify(key, message, revoke.signature())) {
        throw new InvalidException(
            Rule.V13, bundle.key(), "its revocation is not signed by the key it names");
      }
    }
  }
}
