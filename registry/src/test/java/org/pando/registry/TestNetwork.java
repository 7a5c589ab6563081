package org.pando.registry;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.pando.registry.crypto.PublicKey;
import org.pando.registry.crypto.SignedKind;
import org.pando.registry.crypto.SigningKey;
import org.pando.registry.policy.NetworkRules;
import org.pando.registry.record.CertItem;
import org.pando.registry.record.Certificate;
import org.pando.registry.record.Config;
import org.pando.registry.record.Genesis;
import org.pando.registry.record.Holder;
import org.pando.registry.record.HumanBundle;
import org.pando.registry.record.KeyBundle;
import org.pando.registry.record.Lease;
import org.pando.registry.record.Op;
import org.pando.registry.record.RevokeItem;
import org.pando.registry.record.SignedOp;
import org.pando.registry.record.Signer;
import org.pando.registry.record.Step;
import org.pando.registry.record.Suffix;
import org.pando.registry.record.Terms;
import org.pando.registry.record.Vote;
import org.pando.registry.record.Witness;
import org.pando.registry.record.ZoneItem;
import org.pando.registry.rule.InvalidException;
import org.pando.registry.zone.Rr;
import org.pando.registry.zone.ZoneBody;

/** A network whose witnesses are ours: makes whatever bundle a test needs, valid or not. */
public record TestNetwork(Genesis genesis, List<SigningKey> witnesses) {
  /** The time of every example, in seconds since 1970. */
  public static final long NOW = 1767225600;

  public static final Bytes NONCE = Bytes.fromHex("69b4f8e31f2a1afde5e9eb3019693d72");

  /** The network of the specification's worked example. */
  public static TestNetwork home() {
    return new TestNetwork(
        genesis(1, "home.alt", "78377b525757b494427f89014f97d799", 0), TestKeys.of("w", 1));
  }

  public static TestNetwork of(int witnesses, String suffix, int keyStampBits) {
    return new TestNetwork(
        genesis(witnesses, suffix, "00".repeat(16), keyStampBits), TestKeys.of("w", witnesses));
  }

  private static Genesis genesis(int witnesses, String suffix, String nonce, int keyStampBits) {
    return new Genesis(
        new Suffix(suffix), Bytes.fromHex(nonce), keyStampBits, config(0, null, witnesses));
  }

  public static Config config(long epoch, @Nullable Bytes prev, int count) {
    List<Witness> witnesses = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      witnesses.add(
          new Witness(TestKeys.of("w" + i).publicKey(), TestKeys.of("n" + i).publicKey(), "w" + i));
    }
    return new Config(epoch, prev, witnesses, Terms.CLOSED);
  }

  public NetworkId id() {
    return genesis.networkId();
  }

  public NetworkRules rules() {
    return NetworkRules.of(genesis);
  }

  /** A holder with a recovery key and LOCK. */
  public static Holder holder(SigningKey owner) {
    return new Holder(owner.publicKey(), TestKeys.RECOVERY.publicKey(), true);
  }

  public static Lease lease(long at) {
    return new Lease(at, at + Terms.CLOSED.lease());
  }

  public SignedOp<Op.TenureOp> claim(String name) {
    return claim(Step.first(name), TestKeys.OWNER);
  }

  public SignedOp<Op.TenureOp> claim(Step step, SigningKey owner) {
    return SignedOp.sign(
        new Op.Claim(step, holder(owner), lease(NOW + step.g()), NONCE), owner, id());
  }

  /** The claim that follows an operation. */
  public SignedOp<Op.TenureOp> reclaim(SignedOp<Op.TenureOp> before, SigningKey owner) {
    return claim(next(before, 1), owner);
  }

  public SignedOp<Op.TenureOp> transfer(
      SignedOp<? extends Op.NameOp> before, SigningKey by, SigningKey newOwner) {
    Op.Transfer op =
        new Op.Transfer(
            next(before, 1),
            holder(newOwner),
            lease(NOW + before.op().g() + 1),
            NONCE,
            by.publicKey());
    SignedOp<Op.Transfer> signed = SignedOp.sign(op, by, newOwner, id());
    return new SignedOp<>(signed.op(), signed.signatures());
  }

  public SignedOp<Op.TenureOp> release(SignedOp<? extends Op.NameOp> before, SigningKey by) {
    return SignedOp.sign(
        new Op.Release(next(before, 1), NOW + before.op().g() + 1, by.publicKey()), by, id());
  }

  /** A renewal {@code steps} operations after the tenure's beginning. */
  public SignedOp<Op.Renew> renew(
      SignedOp<Op.TenureOp> tenure, long steps, Signer signer, SigningKey key) {
    Step begin = tenure.op().step();
    Step step = new Step(begin.name(), begin.g() + steps, tenure.opHash(id()), begin.tenure());
    return SignedOp.sign(
        new Op.Renew(step, lease(NOW + 100 + steps), signer, tenure.opHash(id())), key, id());
  }

  private Step next(SignedOp<? extends Op.NameOp> before, long tenures) {
    Step step = before.op().step();
    return new Step(step.name(), step.g() + 1, before.opHash(id()), step.tenure() + tenures);
  }

  /** A certificate of round 0 by the first quorum of witnesses. */
  public <O extends Op> CertItem<O> certify(SignedOp<O> signed) {
    return certify(signed, 0, 0);
  }

  /** A certificate by the quorum that begins with a witness, in a round. */
  public <O extends Op> CertItem<O> certify(SignedOp<O> signed, int firstWitness, int round) {
    Vote vote = Vote.on(signed, 0, round, id());
    Map<Integer, Bytes> signatures = new TreeMap<>();
    for (int i = 0; i < genesis.config().quorum(); i++) {
      int witness = (firstWitness + i) % witnesses.size();
      signatures.put(witness, vote.sign(SignedKind.COMMIT, witnesses.get(witness), id()));
    }
    return new CertItem<>(signed, Certificate.of(vote, signatures));
  }

  public ZoneItem zone(Bytes subject, long seq, ZoneBody body, SigningKey key) {
    return ZoneItem.sign(new ZoneItem.Payload(subject, seq, NOW + seq % 1000, body), key, id());
  }

  public RevokeItem revoke(Bytes subject, Signer signer, SigningKey key) {
    return RevokeItem.sign(new RevokeItem.Payload(subject, signer, NOW + 50), key, id());
  }

  /** A claimed name with a zone. */
  public HumanBundle bundle(String name, long seq) {
    return withZone(new HumanBundle(name, certify(claim(name)), null, null, null), seq);
  }

  public HumanBundle withZone(HumanBundle bundle, long seq) {
    Bytes subject = bundle.tenure().opHash(id());
    return new HumanBundle(
        bundle.name(),
        bundle.tenure(),
        bundle.renew(),
        zone(subject, seq, body((int) seq), TestKeys.OWNER),
        bundle.revoke());
  }

  public KeyBundle keyBundle(SigningKey key, long seq) {
    PublicKey publicKey = key.publicKey();
    Bytes subject = KeyBundle.subject(publicKey, id());
    return new KeyBundle(publicKey, zone(subject, seq, body(1), key), null, null);
  }

  /** One A record at the apex, distinct for every number up to 65535. */
  public static ZoneBody body(int number) {
    return body(
        new Rr(
            Rr.APEX, 1, 3600, Bytes.of((byte) 192, (byte) 0, (byte) (number >> 8), (byte) number)));
  }

  public static ZoneBody body(Rr... rrs) {
    try {
      return ZoneBody.of(List.of(rrs));
    } catch (InvalidException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
