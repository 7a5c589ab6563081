package org.pando.registry.witness;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pando.registry.Bytes;
import org.pando.registry.TestKeys;
import org.pando.registry.TestNetwork;
import org.pando.registry.crypto.SignedKind;
import org.pando.registry.record.Certificate;
import org.pando.registry.record.Config;
import org.pando.registry.record.Genesis;
import org.pando.registry.record.HumanBundle;
import org.pando.registry.record.Op;
import org.pando.registry.record.SignedOp;
import org.pando.registry.record.Signer;
import org.pando.registry.record.Step;
import org.pando.registry.record.Terms;
import org.pando.registry.record.Vote;
import org.pando.registry.witness.Claimant.Result;
import org.pando.registry.witness.WitnessReply.Code;
import org.pando.registry.witness.WitnessReply.Committed;
import org.pando.registry.witness.WitnessReply.Prepared;
import org.pando.registry.witness.WitnessReply.Refused;
import org.pando.registry.witness.WitnessRequest.Adopt;
import org.pando.registry.witness.WitnessRequest.GiveReceipt;
import org.pando.registry.witness.WitnessRequest.Lock;
import org.pando.registry.witness.WitnessRequest.Submit;

/** What a witness signs, never signs, and remembers. */
class WitnessTest {
  @TempDir private Path directory;

  private static SignedOp<Op.TenureOp> claim(TestNetwork network, String by) {
    return network.claim(Step.first("blog"), TestKeys.of(by));
  }

  private static Code refusal(WitnessReply reply) {
    return assertInstanceOf(Refused.class, reply).code();
  }

  private static AdmissionRule rule(WitnessReply reply) {
    Refused refused = assertInstanceOf(Refused.class, reply);
    assertEquals(Code.NOT_ADMITTED, refused.code(), refused.text());
    return Objects.requireNonNull(refused.rule());
  }

  private Certificate quorum(
      TestNetwork network, SignedOp<Op.TenureOp> op, SignedKind kind, int... signers) {
    Vote vote = Vote.on(op, 0, 0, network.id());
    Map<Integer, Bytes> signatures = new TreeMap<>();
    for (int signer : signers) {
      signatures.put(signer, vote.sign(kind, network.witnesses().get(signer), network.id()));
    }
    return Certificate.of(vote, signatures);
  }

  @Test
  @Tag("I8")
  void whoWasFirstIsPreparedWhoeverAsksLater() throws Exception {
    TestNetwork network = TestNetwork.of(4, "home.alt", 0);
    try (Witnesses witnesses = new Witnesses(network, directory)) {
      SignedOp<Op.TenureOp> first = claim(network, "a");
      WitnessReply vote = witnesses.submit(0, first);
      assertEquals(Witnesses.named(first), assertInstanceOf(Prepared.class, vote).op());
      assertEquals(vote, witnesses.submit(0, claim(network, "b")));
      assertEquals(vote, witnesses.submit(0, first));
    }
  }

  @Test
  @Tag("I8")
  @Tag("case-5")
  void aVoteThatWasCastIsTheSameAfterARestart() throws Exception {
    TestNetwork network = TestNetwork.of(4, "home.alt", 0);
    try (Witnesses witnesses = new Witnesses(network, directory)) {
      SignedOp<Op.TenureOp> op = claim(network, "a");
      Lock lock = new Lock(Witnesses.named(op), quorum(network, op, SignedKind.PREPARE, 0, 1, 3));
      WitnessReply prepared = witnesses.submit(0, op);
      WitnessReply committed = witnesses.ask(0, lock);
      witnesses.restart(0, "m0");
      assertEquals(prepared, witnesses.submit(0, claim(network, "b")));
      assertEquals(committed, witnesses.ask(0, lock));
      witnesses.now += 48 * 3600;
      assertEquals(prepared, witnesses.submit(0, op));
    }
  }

  @Test
  @Tag("case-7")
  void aMovedOrRestoredWitnessDoesNotSign() throws Exception {
    TestNetwork network = TestNetwork.home();
    try (Witnesses witnesses = new Witnesses(network, directory)) {
      witnesses.restart(0, "another computer");
      assertEquals(Code.NOT_SIGNING, refusal(witnesses.submit(0, network.claim("blog"))));
      assertEquals(
          Code.NOT_SIGNING, refusal(witnesses.ask(0, new GiveReceipt(TestKeys.hash("blind")))));
      witnesses.restart(0, "m0");
      assertInstanceOf(Prepared.class, witnesses.submit(0, network.claim("blog")));
      Files.createFile(directory.resolve("restored"));
      assertEquals(Code.NOT_SIGNING, refusal(witnesses.submit(0, network.claim("shop"))));
    }
  }

  @Test
  @Tag("case-7")
  void aCopyOfTheLogDoesNotSign() throws Exception {
    TestNetwork network = TestNetwork.home();
    try (Witnesses witnesses = new Witnesses(network, directory)) {
      assertInstanceOf(Prepared.class, witnesses.submit(0, network.claim("blog")));
    }
    Path log = directory.resolve("witness0.db");
    Files.copy(log, directory.resolve("copy"));
    Files.delete(log);
    Files.move(directory.resolve("copy"), log);
    try (Witnesses witnesses = new Witnesses(network, directory)) {
      assertEquals(Code.NOT_SIGNING, refusal(witnesses.submit(0, network.claim("blog"))));
    }
  }

  @Test
  @Tag("case-7")
  void aLogThatIsAheadOfItsRegistryDoesNotSign() throws Exception {
    TestNetwork network = TestNetwork.home();
    try (Witnesses witnesses = new Witnesses(network, directory)) {
      SignedOp<Op.TenureOp> claim = network.claim("blog");
      assertInstanceOf(Result.Registered.class, drive(witnesses, claim, null));
      HumanBundle held = witnesses.held(0, "blog");
      SignedOp<Op.TenureOp> transfer = network.transfer(claim, TestKeys.RECOVERY, TestKeys.OWNER2);
      assertInstanceOf(Result.Registered.class, drive(witnesses, transfer, held));
      witnesses.forgetRegistry(0);
      assertEquals(Code.NOT_SIGNING, refusal(witnesses.submit(0, network.claim("blog"))));
    }
  }

  private static Result drive(
      Witnesses witnesses, SignedOp<? extends Op.NameOp> op, @Nullable HumanBundle current)
      throws Exception {
    return witnesses.drive(witnesses.claimant(Witnesses.submission(op), current));
  }

  @Test
  @Tag("case-25")
  void onlyAQuorumOfPreparesIsCommittedTo() throws Exception {
    TestNetwork network = TestNetwork.of(4, "home.alt", 0);
    try (Witnesses witnesses = new Witnesses(network, directory)) {
      SignedOp<Op.TenureOp> op = claim(network, "a");
      SignedOp<Op.NameOp> named = Witnesses.named(op);
      List<Certificate> wrong = new ArrayList<>();
      wrong.add(quorum(network, op, SignedKind.PREPARE, 0, 1));
      wrong.add(quorum(network, op, SignedKind.COMMIT, 0, 1, 2));
      wrong.add(quorum(network, claim(network, "b"), SignedKind.PREPARE, 0, 1, 2));
      for (Certificate certificate : wrong) {
        assertEquals(Code.INVALID, refusal(witnesses.ask(2, new Lock(named, certificate))));
      }
      Certificate good = quorum(network, op, SignedKind.PREPARE, 0, 1, 2);
      assertInstanceOf(Committed.class, witnesses.ask(2, new Lock(named, good)));
    }
  }

  @Test
  @Tag("I8")
  void aSecondOperationIsNotCommittedToInTheSameRound() throws Exception {
    TestNetwork network = TestNetwork.of(4, "home.alt", 0);
    try (Witnesses witnesses = new Witnesses(network, directory)) {
      for (String owner : List.of("a", "b")) {
        SignedOp<Op.TenureOp> op = claim(network, owner);
        Certificate quorum = quorum(network, op, SignedKind.PREPARE, 0, 1, 2);
        WitnessReply reply = witnesses.ask(3, new Lock(Witnesses.named(op), quorum));
        if (owner.equals("a")) {
          assertInstanceOf(Committed.class, reply);
        } else {
          assertEquals(Code.ROUND, refusal(reply));
        }
      }
    }
  }

  @Test
  @Tag("I1")
  @Tag("case-8")
  void theClaimantWhoComesLateFinishesWhatWasPreparedAndLoses() throws Exception {
    TestNetwork network = TestNetwork.of(4, "home.alt", 0);
    try (Witnesses witnesses = new Witnesses(network, directory)) {
      SignedOp<Op.TenureOp> first = claim(network, "a");
      for (int i = 0; i < 3; i++) {
        assertInstanceOf(Prepared.class, witnesses.submit(i, first));
      }
      SignedOp<Op.TenureOp> late = claim(network, "b");
      Result result = drive(witnesses, late, null);
      HumanBundle winner = assertInstanceOf(Result.Overtaken.class, result).winner();
      assertEquals(witnesses.hash(first), witnesses.hash(winner.tenure().signed()));
      for (int i = 0; i < 4; i++) {
        assertEquals(winner, witnesses.held(i, "blog"));
      }
      assertEquals(Code.DECIDED, refusal(witnesses.submit(0, late)));
    }
  }

  @Test
  @Tag("case-11")
  void ofTwoTransfersOneIsCertified() throws Exception {
    TestNetwork network = TestNetwork.home();
    try (Witnesses witnesses = new Witnesses(network, directory)) {
      SignedOp<Op.TenureOp> claim = network.claim("blog");
      assertInstanceOf(Result.Registered.class, drive(witnesses, claim, null));
      HumanBundle held = witnesses.held(0, "blog");
      SignedOp<Op.TenureOp> one = network.transfer(claim, TestKeys.RECOVERY, TestKeys.OWNER2);
      SignedOp<Op.TenureOp> two = network.transfer(claim, TestKeys.RECOVERY, TestKeys.of("c"));
      assertNotEquals(one, two);
      assertInstanceOf(Prepared.class, witnesses.submit(0, one));
      HumanBundle winner =
          assertInstanceOf(Result.Overtaken.class, drive(witnesses, two, held)).winner();
      assertEquals(witnesses.hash(one), witnesses.hash(winner.tenure().signed()));
    }
  }

  @Test
  @Tag("case-44")
  void underLockTheOwnerAloneDecidesNothing() throws Exception {
    TestNetwork network = TestNetwork.home();
    try (Witnesses witnesses = new Witnesses(network, directory)) {
      SignedOp<Op.TenureOp> claim = network.claim("blog");
      assertInstanceOf(Result.Registered.class, drive(witnesses, claim, null));
      assertEquals(
          AdmissionRule.A2,
          rule(witnesses.submit(0, network.transfer(claim, TestKeys.OWNER, TestKeys.OWNER2))));
      assertEquals(
          AdmissionRule.A2, rule(witnesses.submit(0, network.release(claim, TestKeys.OWNER))));
      assertInstanceOf(
          Prepared.class, witnesses.submit(0, network.release(claim, TestKeys.RECOVERY)));
    }
  }

  @Test
  @Tag("case-19")
  void ofARevokedNameOnlyATransferByItsRecoveryKeyIsDecided() throws Exception {
    TestNetwork network = TestNetwork.home();
    try (Witnesses witnesses = new Witnesses(network, directory)) {
      SignedOp<Op.TenureOp> claim = network.claim("blog");
      HumanBundle revoked =
          new HumanBundle(
              "blog",
              network.certify(claim),
              null,
              null,
              network.revoke(witnesses.hash(claim), Signer.OWNER, TestKeys.OWNER));
      assertInstanceOf(WitnessReply.Adopted.class, witnesses.ask(0, new Adopt(revoked.encode())));
      for (SignedOp<? extends Op.NameOp> op :
          List.of(
              network.renew(claim, 1, Signer.RECOVERY, TestKeys.RECOVERY),
              network.release(claim, TestKeys.RECOVERY),
              network.transfer(claim, TestKeys.OWNER, TestKeys.OWNER2))) {
        assertEquals(AdmissionRule.A2, rule(witnesses.submit(0, op)));
      }
      assertInstanceOf(
          Prepared.class,
          witnesses.submit(0, network.transfer(claim, TestKeys.RECOVERY, TestKeys.OWNER2)));
    }
  }

  @Test
  @Tag("case-13")
  void aHeldNameCanBeClaimedAfterItsGraceAndNoSecondSooner() throws Exception {
    TestNetwork network = TestNetwork.home();
    try (Witnesses witnesses = new Witnesses(network, directory)) {
      SignedOp<Op.TenureOp> claim = network.claim("blog");
      assertInstanceOf(Result.Registered.class, drive(witnesses, claim, null));
      long claimable = TestNetwork.lease(TestNetwork.NOW).until() + Terms.CLOSED.grace();
      Step next = new Step("blog", 1, witnesses.hash(claim), 1);
      SignedOp<Op.TenureOp> again =
          SignedOp.sign(
              new Op.Claim(
                  next,
                  TestNetwork.holder(TestKeys.OWNER2),
                  TestNetwork.lease(claimable),
                  TestNetwork.NONCE),
              TestKeys.OWNER2,
              network.id());
      witnesses.now = claimable;
      assertEquals(AdmissionRule.A4, rule(witnesses.submit(0, again)));
      witnesses.now++;
      assertInstanceOf(Prepared.class, witnesses.submit(0, again));
    }
  }

  @Test
  @Tag("case-21")
  void aRequestOfAnotherNetworkIsRefused() throws Exception {
    TestNetwork network = TestNetwork.home();
    TestNetwork other = TestNetwork.of(1, "other.alt", 0);
    try (Witnesses witnesses = new Witnesses(network, directory)) {
      Submit submit = new Submit(Witnesses.submission(other.claim("blog")));
      assertEquals(Code.INVALID, refusal(witnesses.witness(0).answer(other.id(), submit)));
      assertEquals(AdmissionRule.A1, rule(witnesses.ask(0, submit)));
    }
  }

  @Test
  void operationsOutOfTheirOrderAndTimeAreRefused() throws Exception {
    TestNetwork network = TestNetwork.home();
    try (Witnesses witnesses = new Witnesses(network, directory)) {
      SignedOp<Op.TenureOp> claim = network.claim("blog");
      assertEquals(
          Code.BEHIND, refusal(witnesses.submit(0, network.release(claim, TestKeys.RECOVERY))));
      witnesses.now = TestNetwork.NOW + 24 * 3600 + 1;
      assertEquals(AdmissionRule.A3, rule(witnesses.submit(0, claim)));
      witnesses.now = TestNetwork.NOW - 601;
      assertEquals(AdmissionRule.A3, rule(witnesses.submit(0, claim)));
      witnesses.now = TestNetwork.NOW;
      assertInstanceOf(Result.Registered.class, drive(witnesses, claim, null));
      assertEquals(Code.INVALID, refusal(witnesses.ask(0, new Adopt(TestKeys.hash("no bundle")))));
      assertNull(witnesses.held(0, "shop"));
    }
  }

  private static TestNetwork with(int witnesses, Terms terms) {
    TestNetwork plain = TestNetwork.of(witnesses, "home.alt", 0);
    Genesis genesis = plain.genesis();
    return new TestNetwork(
        new Genesis(
            genesis.suffix(),
            genesis.nonce(),
            0,
            new Config(0, null, genesis.config().witnesses(), terms)),
        plain.witnesses());
  }

  private static Terms terms(long minAge, int stampBits) {
    return new Terms(minAge, Terms.CLOSED.lease(), Terms.CLOSED.grace(), stampBits, 1000);
  }

  @Test
  @Tag("case-9")
  @Tag("case-10")
  void aClaimShowsOldEnoughReceiptsOfAQuorumForItself() throws Exception {
    TestNetwork network = with(4, terms(30, 0));
    try (Witnesses witnesses = new Witnesses(network, directory)) {
      SignedOp<Op.TenureOp> claim = claim(network, "a");
      Bytes salt = Bytes.of(new byte[Submission.SALT_LENGTH]);
      Bytes blind = Submission.blind(witnesses.hash(claim), salt, network.id());
      List<Receipt> receipts = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        WitnessReply.Received got =
            assertInstanceOf(WitnessReply.Received.class, witnesses.ask(i, new GiveReceipt(blind)));
        receipts.add(new Receipt(i, got.time(), got.signature()));
      }
      witnesses.now += 30;
      assertEquals(AdmissionRule.A6, rule(witnesses.submit(3, claim)));
      assertEquals(AdmissionRule.A6, shown(witnesses, claim, salt, receipts.subList(0, 2)));
      assertEquals(
          AdmissionRule.A6,
          shown(
              witnesses, claim, salt, List.of(receipts.get(0), receipts.get(1), receipts.get(1))));
      SignedOp<Op.TenureOp> other = claim(network, "b");
      assertEquals(AdmissionRule.A6, shown(witnesses, other, salt, receipts));
      witnesses.now--;
      assertEquals(AdmissionRule.A6, shown(witnesses, claim, salt, receipts));
      witnesses.now++;
      Submission good = new Submission(Witnesses.named(claim), null, salt, receipts, null);
      assertInstanceOf(Prepared.class, witnesses.ask(3, new Submit(good)));
    }
  }

  private static AdmissionRule shown(
      Witnesses witnesses, SignedOp<Op.TenureOp> claim, Bytes salt, List<Receipt> receipts)
      throws Exception {
    Submission submission = new Submission(Witnesses.named(claim), null, salt, receipts, null);
    return rule(witnesses.ask(3, new Submit(submission)));
  }

  @Test
  @Tag("case-10")
  void theClaimantCollectsReceiptsAndWaits() throws Exception {
    TestNetwork network = with(4, terms(30, 0));
    try (Witnesses witnesses = new Witnesses(network, directory)) {
      SignedOp<Op.TenureOp> claim = claim(network, "a");
      Bytes salt = Bytes.of(new byte[Submission.SALT_LENGTH]);
      Submission submission = new Submission(Witnesses.named(claim), null, salt, List.of(), null);
      Result result = witnesses.drive(witnesses.claimant(submission, null));
      HumanBundle bundle = assertInstanceOf(Result.Registered.class, result).bundle();
      assertEquals(witnesses.hash(claim), witnesses.hash(bundle.tenure().signed()));
      assertEquals(TestNetwork.NOW + 30, witnesses.now);
    }
  }

  @Test
  @Tag("case-52")
  void aFloodOfBadStampsIsBusyBeforeAnyIsLookedAt() throws Exception {
    TestNetwork network = with(1, terms(0, 24));
    try (Witnesses witnesses = new Witnesses(network, directory)) {
      Submission stamped =
          new Submission(Witnesses.named(network.claim("longlabel")), null, null, List.of(), null);
      int looked = 0;
      WitnessReply reply = witnesses.ask(0, new Submit(stamped));
      while (reply instanceof Refused refused && refused.code() == Code.NOT_ADMITTED) {
        assertEquals(AdmissionRule.A7, refused.rule());
        looked++;
        assertTrue(looked <= 1000, "stamps are looked at without end");
        reply = witnesses.ask(0, new Submit(stamped));
      }
      assertEquals(Code.BUSY, refusal(reply));
      assertEquals(1000, looked);
      witnesses.now += 4;
      assertEquals(AdmissionRule.A7, rule(witnesses.ask(0, new Submit(stamped))));
    }
  }

  @Test
  @Tag("case-52")
  void onlySoManyOperationsAreBegunInAnHour() throws Exception {
    TestNetwork network = TestNetwork.home();
    try (Witnesses witnesses = new Witnesses(network, directory)) {
      witnesses.instances = new HourlyBudget(2);
      WitnessReply first = witnesses.submit(0, network.claim("a"));
      assertInstanceOf(Prepared.class, first);
      assertInstanceOf(Prepared.class, witnesses.submit(0, network.claim("b")));
      assertEquals(Code.BUSY, refusal(witnesses.submit(0, network.claim("c"))));
      assertEquals(first, witnesses.submit(0, network.claim("a")), "asked again costs nothing");
      witnesses.now += 1800;
      assertInstanceOf(Prepared.class, witnesses.submit(0, network.claim("c")));
      assertEquals(Code.BUSY, refusal(witnesses.submit(0, network.claim("d"))));
    }
  }
}
