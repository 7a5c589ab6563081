package org.pando.registry.owner;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.pando.registry.Network;
import org.pando.registry.RegistryException;
import org.pando.registry.RegistryException.Kind;
import org.pando.registry.crypto.PublicKey;
import org.pando.registry.crypto.SigningKey;
import org.pando.registry.crypto.ZBase32;
import org.pando.registry.keys.KeyKind;
import org.pando.registry.keys.StoredKey;
import org.pando.registry.record.Holder;
import org.pando.registry.record.HumanBundle;
import org.pando.registry.record.Lease;
import org.pando.registry.record.Op;
import org.pando.registry.record.SignedOp;
import org.pando.registry.record.Signer;
import org.pando.registry.rule.InvalidException;
import org.pando.registry.zone.ZoneBody;

/** Passes names on, to others and back (section 7, TRANSFER). Writer thread. */
final class Transfers {
  private final Names names;
  private final OwnKeys keys;
  private final Certification certification;
  private final Offers offers;
  private final Revocations revocations;

  Transfers(
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

  Offer offer(
      Network network, String key, Registrar.Recipient to, Optional<Long> expectSeq, boolean dryRun)
      throws RegistryException {
    Present present = names.held(network, key);
    HumanBundle human = present.certified("transfer");
    present.expect(expectSeq);
    Holder holder = holder(to);
    Signatory by = keys.signatory(present.full(), present.holder(), present.mayGiveAway());
    Op.Transfer op = transfer(present, human, holder, by.key());
    Offer offer =
        new Offer(present.full(), network.id(), op, SignedOp.signature(op, by.key(), network.id()));
    if (!dryRun) {
      offers.keep(offer);
    }
    return offer;
  }

  private Op.Transfer transfer(Present present, HumanBundle human, Holder holder, SigningKey by) {
    long now = names.now();
    long lease = names.config(present.network()).terms().lease();
    return new Op.Transfer(
        present.next(human, true),
        holder,
        new Lease(now, now + lease),
        names.nonce(),
        by.publicKey());
  }

  /** Whoever shall hold a name; a key of this node brings its own recovery key along. */
  private Holder holder(Registrar.Recipient to) throws RegistryException {
    Holder holder = holder(to.key());
    if (to.recovery().isEmpty()) {
      return holder;
    }
    return new Holder(holder.owner(), publicKey(to.recovery().get(), "--recovery"), true);
  }

  private Holder holder(String to) throws RegistryException {
    if (keys.byLabel(to).isPresent()) {
      return OwnKeys.holder(keys.owner(to));
    }
    PublicKey key = publicKey(to, "--to");
    Optional<StoredKey> own = keys.find(key).filter(stored -> stored.kind() == KeyKind.OWNER);
    return own.isPresent() ? OwnKeys.holder(own.get()) : new Holder(key, null, false);
  }

  private static PublicKey publicKey(String text, String option) throws RegistryException {
    try {
      return PublicKey.decode(ZBase32.decode(text), text);
    } catch (InvalidException e) {
      throw new RegistryException(
          Kind.INVALID,
          option
              + " '"
              + text
              + "': neither a key on this node nor the 52 characters of one; see: pando key list",
          e);
    }
  }

  /**
   * How an offer is accepted.
   *
   * @param offer none: the one kept here
   * @param records none: the present ones
   */
  record Acceptance(Optional<Offer> offer, Optional<ZoneBody> records) {}

  Progress accept(
      Network network, String key, Acceptance how, Optional<Long> expectSeq, boolean dryRun)
      throws RegistryException {
    return certification.begin(
        network, key, "transfer", dryRun, () -> take(network, key, how, expectSeq, dryRun));
  }

  private Progress take(
      Network network, String key, Acceptance how, Optional<Long> expectSeq, boolean dryRun)
      throws RegistryException {
    Present present = names.held(network, key);
    Offer offer = how.offer().isPresent() ? how.offer().get() : kept(present);
    check(offer, present);
    present.expect(expectSeq);
    StoredKey newOwner = newOwner(offer);
    SigningKey accepting = keys.signing(newOwner);
    SignedOp<Op.Transfer> signed =
        new SignedOp<>(
            offer.op(),
            List.of(offer.signature(), SignedOp.acceptance(offer.op(), accepting, network.id())));
    return begin(present, signed, accepting, how.records(), null, dryRun);
  }

  private Offer kept(Present present) throws RegistryException {
    return offers
        .find(present.full())
        .orElseThrow(
            () ->
                new RegistryException(
                    Kind.NOT_FOUND,
                    present.full()
                        + " is not offered on this node; give the offer's file with --offer"));
  }

  private void check(Offer offer, Present present) throws RegistryException {
    if (!offer.name().equals(present.full())
        || !offer.network().equals(present.network().id())
        || !offer.op().name().equals(present.name().key())) {
      throw new RegistryException(
          Kind.CONFLICT,
          "the offer is of " + offer.name() + ", not " + present.full() + "; give the right one");
    }
    if (!offers.isGood(offer)) {
      throw new RegistryException(
          Kind.REFUSED,
          "the offer of "
              + offer.name()
              + " was good for 7 days and is too old; ask for a new one: pando transfer offer");
    }
    if (!offers.fits(offer, present)) {
      throw new RegistryException(
          Kind.CONFLICT,
          present.full()
              + " has changed since it was offered, so the offer is void; ask for a new one: pando"
              + " transfer offer");
    }
  }

  private StoredKey newOwner(Offer offer) throws RegistryException {
    PublicKey owner = offer.op().holder().owner();
    return keys.find(owner)
        .orElseThrow(
            () ->
                new RegistryException(
                    Kind.NO_KEY,
                    offer.name()
                        + " is offered to the key "
                        + owner.text()
                        + ", which is not on this node; bring it here with: pando key import"
                        + " FILE"));
  }

  Progress recover(
      Network network, String key, Registrar.Recovery how, Optional<Long> expectSeq, boolean dryRun)
      throws RegistryException {
    return certification.begin(
        network, key, "recover", dryRun, () -> takeBack(network, key, how, expectSeq, dryRun));
  }

  private Progress takeBack(
      Network network, String key, Registrar.Recovery how, Optional<Long> expectSeq, boolean dryRun)
      throws RegistryException {
    Present present = names.held(network, key);
    HumanBundle human = present.certified("recover");
    present.expect(expectSeq);
    Signatory recovery = keys.signatory(present.full(), present.holder(), List.of(Signer.RECOVERY));
    String label = how.key().isPresent() ? how.key().get() : keys.freeLabel(OwnKeys.DEFAULT);
    boolean known = keys.byLabel(label).isPresent();
    StoredKey newOwner = known ? keys.owner(label) : dryRun ? keys.unkept() : keys.create(label);
    SigningKey accepting = keys.signing(newOwner);
    Op.Transfer op = transfer(present, human, OwnKeys.holder(newOwner), recovery.key());
    SignedOp<Op.Transfer> signed = SignedOp.sign(op, recovery.key(), accepting, network.id());
    return begin(
        present, signed, accepting, how.records(), known || dryRun ? null : newOwner, dryRun);
  }

  /** Has a transfer to one of our keys decided, and the new tenure begin with records. */
  private Progress begin(
      Present present,
      SignedOp<Op.Transfer> signed,
      SigningKey owner,
      Optional<ZoneBody> records,
      @Nullable StoredKey created,
      boolean dryRun)
      throws RegistryException {
    Network network = present.network();
    ZoneBody zone = records.orElse(present.name().records());
    if (zone != null) {
      names.checkOwners(network, present.name().key(), zone);
    }
    return certification.certify(
        network,
        signed,
        zone == null ? null : names.firstZone(network, signed, zone, owner),
        dryRun,
        bundle ->
            new Registrar.Outcome(
                network,
                Ownership.of(bundle),
                true,
                created,
                dryRun ? List.of() : notes(present, bundle, owner)));
  }

  private List<String> notes(Present present, HumanBundle bundle, SigningKey owner) {
    List<String> notes =
        new ArrayList<>(revocations.signInAdvance(present.network(), bundle, owner));
    notes.addAll(offers.forget(present.full()));
    return notes;
  }
}
