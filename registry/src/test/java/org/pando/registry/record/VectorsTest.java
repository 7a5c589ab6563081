package org.pando.registry.record;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.pando.registry.Bytes;
import org.pando.registry.NetworkId;
import org.pando.registry.TestKeys;
import org.pando.registry.TestNetwork;
import org.pando.registry.Vectors;
import org.pando.registry.cbor.Encoded;
import org.pando.registry.crypto.Domain;
import org.pando.registry.crypto.HashKind;
import org.pando.registry.crypto.SignatureVerifier;
import org.pando.registry.crypto.SignedKind;
import org.pando.registry.crypto.SigningKey;
import org.pando.registry.merge.Join;
import org.pando.registry.policy.BundleRules;
import org.pando.registry.policy.NetworkRules;
import org.pando.registry.policy.Validity;
import org.pando.registry.zone.Rr;
import org.pando.registry.zone.ZoneBody;

/** Every example of the specification, made from its fields and read back. */
final class VectorsTest {
  private static final SigningKey W0 = TestKeys.of("w0");
  private static final NetworkId N1 = new NetworkId(Vectors.hex("n1.networkId"));
  private static final NetworkId N4 = new NetworkId(Vectors.hex("n4.networkId"));
  private static final long NOW = TestNetwork.NOW;
  private static final Bytes NONCE = TestNetwork.NONCE;

  @FunctionalInterface
  private interface Decoder {
    Encoded decode(Bytes bytes) throws Exception;
  }

  /** The object makes the vector's bytes, and they read back as the object. */
  private static void assertVector(String key, Encoded value, Decoder decoder) throws Exception {
    assertEquals(Vectors.text(key), value.encode().toHex(), key);
    assertEquals(value, decoder.decode(Vectors.hex(key)), key);
  }

  private static SignedOp<Op.Claim> claim() {
    return SignedOp.sign(
        new Op.Claim(
            Step.first("blog"),
            new Holder(TestKeys.OWNER.publicKey(), TestKeys.RECOVERY.publicKey(), true),
            new Lease(NOW, NOW + 34_560_000),
            NONCE),
        TestKeys.OWNER,
        N1);
  }

  private static <O extends Op> CertItem<O> certified(SignedOp<O> signed) {
    Vote vote = Vote.on(signed, 0, 0, N1);
    return new CertItem<>(
        signed, Certificate.of(vote, Map.of(0, vote.sign(SignedKind.COMMIT, W0, N1))));
  }

  private static ZoneItem zone() throws Exception {
    ZoneBody body =
        ZoneBody.of(
            List.of(
                new Rr(
                    Bytes.fromHex("0377777700"),
                    5,
                    3600,
                    Bytes.fromHex("04626c6f6704686f6d6503616c7400")),
                new Rr(Rr.APEX, 28, 3600, Bytes.fromHex("20010db8000000000000000000000010")),
                new Rr(Rr.APEX, 1, 3600, Bytes.fromHex("c000020a"))));
    assertEquals(Vectors.text("n1.zone.body"), body.encode().toHex());
    return ZoneItem.sign(
        new ZoneItem.Payload(claim().opHash(N1), 1, NOW + 5, body), TestKeys.OWNER, N1);
  }

  private static ZoneItem zone2() throws Exception {
    ZoneBody body = ZoneBody.of(List.of(new Rr(Rr.APEX, 1, 300, Bytes.fromHex("c000020b"))));
    return ZoneItem.sign(
        new ZoneItem.Payload(claim().opHash(N1), 2, NOW + 65, body), TestKeys.OWNER, N1);
  }

  private static RevokeItem revoke(Signer signer, SigningKey key) {
    return RevokeItem.sign(new RevokeItem.Payload(claim().opHash(N1), signer, NOW + 3600), key, N1);
  }

  @Test
  void keys() {
    for (String key : Vectors.keys()) {
      if (key.startsWith("seed.")) {
        String name = key.substring("seed.".length());
        assertEquals(Vectors.text(key), TestKeys.of(name).seed().toHex());
        assertEquals(Vectors.text("public." + name), TestKeys.of(name).publicKey().bytes().toHex());
      }
    }
  }

  @Test
  void configAndGenesis() throws Exception {
    Config config = TestNetwork.config(0, null, 1);
    assertVector("n1.config0", config, Config::decode);
    Genesis genesis =
        new Genesis(
            new Suffix("home.alt"), Bytes.fromHex("78377b525757b494427f89014f97d799"), 0, config);
    assertVector("n1.genesis", genesis, Genesis::decode);
    assertEquals(N1, genesis.networkId());
    assertEquals(Vectors.hex("n1.config0Id"), config.id(N1));
    assertEquals(genesis, TestNetwork.home().genesis());
  }

  @Test
  void claimAndCertificate() throws Exception {
    SignedOp<Op.Claim> claim = claim();
    assertVector("n1.claim.payload", claim.op(), Op::decode);
    assertEquals(
        Vectors.hex("n1.claim.signedBytes"),
        Domain.message(SignedKind.OP, N1, claim.op().encode()));
    assertVector("n1.claim.signedOp", claim, SignedOp::decode);
    assertEquals(Vectors.hex("n1.claim.opHash"), claim.opHash(N1));
    Vote vote = Vote.on(claim, 0, 0, N1);
    assertVector("n1.claim.votePayload", vote, Vote::decode);
    assertEquals(Vectors.hex("n1.claim.prepareSig"), vote.sign(SignedKind.PREPARE, W0, N1));
    CertItem<Op.Claim> item = certified(claim);
    assertVector("n1.claim.certificate", item.certificate(), Certificate::decode);
    assertVector("n1.claim.certItem", item, CertItem::decode);
    assertEquals(Vectors.hex("n1.claim.certItemId"), item.itemId());
  }

  @Test
  void zones() throws Exception {
    assertVector("n1.zone.payload", zone().payload(), ZoneItem.Payload::decode);
    assertVector("n1.zone.item", zone(), ZoneItem::decode);
    assertEquals(Vectors.hex("n1.zone.itemId"), zone().itemId());
    assertVector("n1.zone2.item", zone2(), ZoneItem::decode);
    assertEquals(zone().body(), ZoneBody.parse(Vectors.hex("n1.zone.body")));
    assertEquals(zone().body(), ZoneBody.decode(Vectors.hex("n1.zone.body")));
  }

  @Test
  void revocations() throws Exception {
    assertVector("n1.revoke.item", revoke(Signer.RECOVERY, TestKeys.RECOVERY), RevokeItem::decode);
    assertVector("n1.revokeByOwner.item", revoke(Signer.OWNER, TestKeys.OWNER), RevokeItem::decode);
    HumanBundle a = bundle(null, revoke(Signer.RECOVERY, TestKeys.RECOVERY));
    HumanBundle b = bundle(null, revoke(Signer.OWNER, TestKeys.OWNER));
    Bundle joined = new Join(N1).join(a, b);
    assertEquals(RevokeItem.decode(Vectors.hex("n1.revokeSmaller.item")), joined.revoke());
  }

  private static HumanBundle bundle(@Nullable ZoneItem zone, @Nullable RevokeItem revoke) {
    SignedOp<Op.Claim> claim = claim();
    return new HumanBundle(
        "blog", certified(new SignedOp<>(claim.op(), claim.signatures())), null, zone, revoke);
  }

  @Test
  void bundlesAndTheirJoin() throws Exception {
    HumanBundle bundle1 = bundle(zone(), null);
    assertVector("n1.bundle1", bundle1, Bundle::decode);
    assertEquals(Vectors.hex("n1.bundle1.id"), bundle1.id());
    assertEquals(Long.parseLong(Vectors.text("n1.bundle1.timestamp")), bundle1.timestamp());
    HumanBundle bundle2 = bundle(zone2(), null);
    assertVector("n1.bundle2", bundle2, Bundle::decode);
    HumanBundle bundle3 = bundle(zone(), revoke(Signer.RECOVERY, TestKeys.RECOVERY));
    assertVector("n1.bundle3", bundle3, Bundle::decode);
    Bundle joined = new Join(N1).join(bundle2, bundle3);
    assertVector("n1.join.bundle2.bundle3", joined, Bundle::decode);
    assertEquals(Vectors.hex("n1.join.id"), joined.id());
    assertEquals(Long.parseLong(Vectors.text("n1.join.timestamp")), joined.timestamp());
    assertValid(TestNetwork.home().rules(), joined);
  }

  @Test
  void renewTransferAndRelease() throws Exception {
    Bytes tenureId = claim().opHash(N1);
    SignedOp<Op.Renew> renew =
        SignedOp.sign(
            new Op.Renew(
                new Step("blog", 1, tenureId, 0),
                new Lease(0x6b1f7c80L, 0x6d2ed480L),
                Signer.OWNER,
                tenureId),
            TestKeys.OWNER,
            N1);
    assertEquals(Vectors.hex("n1.renew.opHash"), renew.opHash(N1));
    assertVector("n1.renew.certItem", certified(renew), CertItem::decode);
    Op.Transfer transferOp =
        new Op.Transfer(
            new Step("blog", 2, renew.opHash(N1), 1),
            new Holder(TestKeys.OWNER2.publicKey(), null, false),
            new Lease(0x6b2ebec0L, 0x6d2ed480L),
            Bytes.fromHex("b1b2d4435086e574da9747a09fed9e77"),
            TestKeys.RECOVERY.publicKey());
    SignedOp<Op.Transfer> transfer =
        SignedOp.sign(transferOp, TestKeys.RECOVERY, TestKeys.OWNER2, N1);
    assertEquals(Vectors.hex("n1.transfer.opHash"), transfer.opHash(N1));
    assertVector("n1.transfer.certItem", certified(transfer), CertItem::decode);
    SignedOp<Op.Release> release =
        SignedOp.sign(
            new Op.Release(
                new Step("blog", 3, transfer.opHash(N1), 2),
                0x6b3e0100L,
                TestKeys.OWNER2.publicKey()),
            TestKeys.OWNER2,
            N1);
    assertVector("n1.release.certItem", certified(release), CertItem::decode);
  }

  @Test
  void keyName() throws Exception {
    assertEquals(Vectors.text("key.name"), TestKeys.OWNER.publicKey().text() + ".key.home.alt");
    Bytes subject = KeyBundle.subject(TestKeys.OWNER.publicKey(), N1);
    assertEquals(Vectors.hex("key.subject"), subject);
    ZoneBody body = ZoneBody.of(List.of(new Rr(Rr.APEX, 1, 3600, Bytes.fromHex("c0000214"))));
    KeyBundle bundle =
        new KeyBundle(
            TestKeys.OWNER.publicKey(),
            ZoneItem.sign(new ZoneItem.Payload(subject, 1, NOW, body), TestKeys.OWNER, N1),
            null,
            null);
    assertVector("key.bundle", bundle, Bundle::decode);
    assertEquals(Vectors.hex("key.bundle.id"), bundle.id());
    assertValid(TestNetwork.home().rules(), bundle);
  }

  @Test
  void fourWitnesses() throws Exception {
    Genesis genesis = Genesis.decode(Vectors.hex("n4.genesis"));
    assertEquals(Vectors.hex("n4.genesis"), genesis.encode());
    assertEquals(N4, genesis.networkId());
    assertEquals(1, genesis.config().faults());
    assertEquals(3, genesis.config().quorum());
    assertEquals(new Terms(30, 34_560_000, 7_776_000, 8, 1000), genesis.config().terms());
    SignedOp<Op.Claim> claim =
        SignedOp.sign(
            new Op.Claim(
                Step.first("shop"),
                new Holder(TestKeys.OWNER.publicKey(), null, false),
                new Lease(NOW, NOW + 34_560_000),
                NONCE),
            TestKeys.OWNER,
            N4);
    assertVector("n4.claim.signedOp", claim, SignedOp::decode);
    assertEquals(Vectors.hex("n4.claim.opHash"), claim.opHash(N4));
    assertVector("n4.prepareQC", quorum(claim, SignedKind.PREPARE, 0, 1, 2), Certificate::decode);
    Certificate certificate = quorum(claim, SignedKind.COMMIT, 0, 2, 3);
    assertVector("n4.certificate", certificate, Certificate::decode);
    CertItem<Op.TenureOp> tenure =
        new CertItem<>(new SignedOp<>(claim.op(), claim.signatures()), certificate);
    assertValid(NetworkRules.of(genesis), new HumanBundle("shop", tenure, null, null, null));
    assertVector("n4.propose1.payload", Vote.on(claim, 0, 1, N4), Vote::decode);
    SigningKey leader = TestKeys.of("w" + Vectors.text("n4.leader.round1"));
    assertEquals(
        Vectors.hex("n4.propose1.sig.leader"),
        Vote.on(claim, 0, 1, N4).sign(SignedKind.PROPOSE, leader, N4));
  }

  private static Certificate quorum(SignedOp<Op.Claim> claim, SignedKind kind, int... witnesses) {
    Vote vote = Vote.on(claim, 0, 0, N4);
    Map<Integer, Bytes> signatures = new TreeMap<>();
    for (int witness : witnesses) {
      signatures.put(witness, vote.sign(kind, TestKeys.of("w" + witness), N4));
    }
    return Certificate.of(vote, signatures);
  }

  /**
   * Payloads of objects that are not built here are signed and hashed as specified all the same.
   */
  @Test
  void signaturesAndHashesOfOtherKinds() {
    assertEquals(
        Vectors.hex("n4.newround1.sig.w0"),
        W0.sign(SignedKind.NEWROUND, N4, Vectors.hex("n4.newround1.payload")));
    assertEquals(
        Vectors.hex("n4.head.sig.w0"),
        W0.sign(SignedKind.HEAD, N4, Vectors.hex("n4.head.payload")));
    Bytes blinded = Bytes.fromHex(Vectors.text("n4.claim.opHash") + Vectors.text("n4.salt"));
    assertEquals(Vectors.hex("n4.blind"), Domain.id(HashKind.BLIND, N4, blinded));
    Bytes instance = Domain.id(HashKind.INSTANCE, N4, Vectors.hex("n4.instance"));
    int leader = ((instance.at(0) << 8 | instance.at(1)) + 1) % 4;
    assertEquals(Integer.parseInt(Vectors.text("n4.leader.round1")), leader);
  }

  private static void assertValid(NetworkRules rules, Bundle bundle) {
    Validity validity = new BundleRules(rules, SignatureVerifier.PINNED).check(bundle.encode());
    assertTrue(validity instanceof Validity.Valid, validity::toString);
  }
}
