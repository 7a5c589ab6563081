package org.pando.registry.owner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.pando.registry.Network;
import org.pando.registry.RegistryException;
import org.pando.registry.RegistryException.Kind;
import org.pando.registry.record.HumanBundle;
import org.pando.registry.rule.RecordException;
import org.pando.registry.store.VoteLog;
import org.pando.registry.witness.ReplyMessage;
import org.pando.registry.witness.RequestMessage;
import org.pando.registry.witness.WitnessReply;

/**
 * A member's operations, decided by the node that founded the network, message by message: each of
 * them gets lost, and either process ends in between.
 */
class RemoteWitnessTest {
  private static final Duration AGE = Duration.ofDays(200);

  /** What happens to a message, or at a write. */
  enum Fault {
    /** The request has not left. */
    NOT_SENT,
    /** Nobody knows whether it has arrived; it has not. */
    REQUEST_LOST,
    /** It has, and the reply is lost. */
    REPLY_LOST,
    /** The member's process ends while it waits for the reply. */
    MEMBER_KILLED
  }

  @TempDir private Path directory;
  private final List<TestNode> nodes = new ArrayList<>();
  private final FailingDisk witnessDisk = new FailingDisk();
  private final FailingDisk memberDisk = new FailingDisk();

  /** The fault comes at the message after so many. */
  private int messages = Integer.MAX_VALUE;

  private Fault fault = Fault.NOT_SENT;

  @AfterEach
  void stop() throws Exception {
    for (TestNode node : nodes) {
      node.close();
    }
  }

  private TestNode node(String name, FailingDisk disk) throws Exception {
    TestNode node = new TestNode(disk, directory.resolve(name + nodes.size()));
    nodes.add(node);
    return node;
  }

  private TestNode member(TestNode witness) throws Exception {
    TestNode member = node("member", memberDisk);
    member.join(witness);
    return member;
  }

  /** Asks over the wire; a witness whose process ends starts again, and has not replied. */
  private Progress goOn(TestNode witness, Progress.Asks asks) throws RegistryException {
    boolean faulty = messages-- == 0;
    if (faulty && fault == Fault.NOT_SENT) {
      return asks.sequel().onSilence(new Progress.Silence("home (12D)", "it is away", false));
    }
    WitnessReply reply = null;
    if (!faulty || fault != Fault.REQUEST_LOST) {
      try {
        reply = answer(witness, asks);
      } catch (FailingDisk.Killed e) {
        witnessDisk.heal();
        witness.restart();
      }
    }
    if (faulty && fault == Fault.MEMBER_KILLED) {
      throw new FailingDisk.Killed();
    }
    return faulty || reply == null
        ? asks.sequel().onSilence(new Progress.Silence("home (12D)", "it hung up", true))
        : asks.sequel().onReply(reply);
  }

  private static WitnessReply answer(TestNode witness, Progress.Asks asks)
      throws RegistryException {
    try {
      RequestMessage request =
          RequestMessage.decode(new RequestMessage(asks.network().id(), asks.request()).encode());
      WitnessReply reply = witness.registrar().answer(witness.home(), request.request());
      return ReplyMessage.decode(new ReplyMessage(request.network(), reply).encode()).reply();
    } catch (RecordException e) {
      throw new AssertionError(e);
    }
  }

  private Registrar.Outcome finish(TestNode witness, Progress begun) throws RegistryException {
    Progress progress = begun;
    while (progress instanceof Progress.Asks asks) {
      progress = goOn(witness, asks);
    }
    return assertInstanceOf(Progress.Done.class, progress).outcome();
  }

  private Registrar.Outcome run(TestNode witness, TestNode member, NameOperation operation)
      throws RegistryException {
    return finish(witness, operation.begin(member.registrar(), member.home()));
  }

  /** What the program does when the witness is connected again. */
  private void finishUnfinished(TestNode witness, TestNode member) throws RegistryException {
    for (String name : member.registrar().unfinished(member.home())) {
      Optional<Progress> progress = member.registrar().finish(member.home(), name);
      Registrar.Outcome _ = finish(witness, progress.orElseThrow());
    }
  }

  private static RegistryException refusal(Kind kind, Executable attempt) {
    RegistryException e = assertThrows(RegistryException.class, attempt);
    assertEquals(kind, e.kind(), e.getMessage());
    return e;
  }

  private static String said(RegistryException refusal) {
    return String.valueOf(refusal.getMessage());
  }

  @ParameterizedTest
  @EnumSource
  @Tag("I8")
  @Tag("case-5")
  void anyMessageMayGetLost(NameOperation operation) throws Exception {
    int faults = 0;
    for (Fault each : Fault.values()) {
      int at = 0;
      while (isFaulty(operation, each, at)) {
        at++;
        faults++;
      }
    }
    assertEquals(4 * Fault.values().length, faults);
  }

  /** Whether the operation has such a message. */
  private boolean isFaulty(NameOperation operation, Fault each, int at) throws Exception {
    TestNode witness = node("witness", witnessDisk);
    TestNode member = member(witness);
    Optional<HumanBundle> before = prepared(operation, witness, member);
    fault = each;
    messages = at;
    boolean failed = false;
    try {
      Registrar.Outcome _ = run(witness, member, operation);
    } catch (FailingDisk.Killed e) {
      failed = true;
      member.restart();
    } catch (RegistryException e) {
      failed = true;
      boolean begun = at > 1 || (at == 1 && each != Fault.NOT_SENT);
      assertEquals(begun ? Kind.PENDING : Kind.UNREACHABLE, e.kind(), e.getMessage());
      int left = begun ? 1 : 0;
      assertEquals(left, member.registrar().unfinished(member.home()).size());
      if (!begun) {
        assertEquals(before, witness.held("blog"));
      }
    }
    recover(operation, witness, member, before);
    return failed;
  }

  private Optional<HumanBundle> prepared(NameOperation operation, TestNode witness, TestNode member)
      throws RegistryException {
    messages = Integer.MAX_VALUE;
    if (operation != NameOperation.REGISTER) {
      Registrar.Outcome _ = run(witness, member, NameOperation.REGISTER);
      witness.pass(AGE);
      member.pass(AGE);
    }
    return member.held("blog");
  }

  /** The fault is over: what was begun is finished, and what was not works when it is repeated. */
  private void recover(
      NameOperation operation, TestNode witness, TestNode member, Optional<HumanBundle> before)
      throws Exception {
    messages = Integer.MAX_VALUE;
    assertEquals(List.of(), member.registrar().resume());
    finishUnfinished(witness, member);
    if (member.held("blog").equals(before)) {
      Registrar.Outcome _ = run(witness, member, operation);
    }
    HumanBundle bundle = member.held("blog").orElseThrow();
    assertEquals(before.map(b -> b.newest().op().g()).orElse(-1L) + 1, bundle.newest().op().g());
    assertEquals(Optional.of(bundle), witness.held("blog"));
    assertEquals(List.of(), member.replica().unfinished(member.home()));
    VoteLog.Instance instance =
        new VoteLog.Instance(witness.home().id(), 0, "blog", bundle.newest().op().g());
    String commit = String.valueOf(witness.votes().vote(instance, 0, VoteLog.Phase.COMMIT));
    String hash = bundle.newest().opHash(witness.home().id()).toString();
    assertTrue(commit.contains(hash), commit + " is not for " + hash);
  }

  @ParameterizedTest
  @EnumSource(names = {"REGISTER", "RENEW"})
  @Tag("I8")
  @Tag("case-6")
  void eitherProcessMayEndAtAnyWrite(NameOperation operation) throws Exception {
    int ends = 0;
    for (boolean atWitness : new boolean[] {true, false}) {
      for (FailingDisk.Failure failure :
          List.of(FailingDisk.Failure.KILLED_BEFORE, FailingDisk.Failure.KILLED_AFTER)) {
        int write = 0;
        while (endsAt(operation, atWitness ? witnessDisk : memberDisk, write, failure)) {
          write++;
          ends++;
        }
      }
    }
    assertTrue(ends >= 10, ends + " ends");
  }

  /** Whether there is such a write. */
  private boolean endsAt(
      NameOperation operation, FailingDisk disk, int write, FailingDisk.Failure failure)
      throws Exception {
    TestNode witness = node("witness", witnessDisk);
    TestNode member = member(witness);
    Optional<HumanBundle> before = prepared(operation, witness, member);
    disk.failAt(write, failure);
    boolean failed = false;
    try {
      Registrar.Outcome _ = run(witness, member, operation);
    } catch (FailingDisk.Killed e) {
      failed = true;
      memberDisk.heal();
      member.restart();
    } catch (RegistryException e) {
      failed = true;
      assertEquals(Kind.PENDING, e.kind(), e.getMessage());
    }
    disk.heal();
    recover(operation, witness, member, before);
    return failed;
  }

  @Test
  @Tag("I1")
  @Tag("case-8")
  void ofTwoMembersWhoClaimANameAtTheSameTimeOneGetsIt() throws Exception {
    for (int steps = 0; steps <= 3; steps++) {
      TestNode witness = node("witness", witnessDisk);
      TestNode one = member(witness);
      TestNode two = member(witness);
      Progress first = NameOperation.REGISTER.begin(one.registrar(), one.home());
      for (int i = 0; i < steps; i++) {
        first = goOn(witness, (Progress.Asks) first);
      }
      Progress behind = first;
      Progress ahead = NameOperation.REGISTER.begin(two.registrar(), two.home());
      boolean firstWins = steps >= 2; // it was submitted
      String loser;
      if (firstWins) {
        loser = said(refusal(Kind.TAKEN, () -> finish(witness, ahead)));
        Registrar.Outcome _ = finish(witness, behind);
      } else {
        Registrar.Outcome _ = finish(witness, ahead);
        loser = said(refusal(Kind.TAKEN, () -> finish(witness, behind)));
      }
      assertTrue(loser.startsWith("blog.home.alt"), loser);
      assertTrue(loser.endsWith("see: pando show blog"), loser);
      HumanBundle winner = witness.held("blog").orElseThrow();
      TestNode holder = firstWins ? one : two;
      assertTrue(
          holder
              .keys()
              .find(Objects.requireNonNull(winner.tenure().op().holder()).owner())
              .isPresent());
      assertEquals(List.of(), one.replica().unfinished(one.home()));
      assertEquals(List.of(), two.replica().unfinished(two.home()));
    }
  }

  @Test
  void oneOperationOnANameIsUnderWayAtATime() throws Exception {
    TestNode witness = node("witness", witnessDisk);
    TestNode member = member(witness);
    Progress first = NameOperation.REGISTER.begin(member.registrar(), member.home());
    refusal(Kind.CONFLICT, () -> NameOperation.REGISTER.begin(member.registrar(), member.home()));
    assertEquals(List.of(), member.registrar().unfinished(member.home()));
    assertEquals(1, finish(witness, first).name().seq());
  }

  @Test
  @Tag("case-7")
  void aWitnessThatMayHaveForgottenDecidesNothing() throws Exception {
    TestNode witness = node("witness", witnessDisk);
    TestNode member = member(witness);
    witness.votes().suspend();
    String why = said(refusal(Kind.REFUSED, () -> run(witness, member, NameOperation.REGISTER)));
    assertTrue(why.startsWith("blog.home.alt: nobody decides it now, because home was moved"), why);
    assertTrue(why.endsWith("pando network witness resume"), why);
    assertEquals(List.of(), member.replica().unfinished(member.home()));
    List<String> _ = witness.registrar().resumeWitness();
    assertEquals(1, run(witness, member, NameOperation.REGISTER).name().seq());
  }

  @Test
  @Tag("case-7")
  void whatWasBegunWaitsForAWitnessThatMayHaveForgotten() throws Exception {
    TestNode witness = node("witness", witnessDisk);
    TestNode member = member(witness);
    lose(witness, member, 2);
    witness.votes().suspend();
    refusal(Kind.REFUSED, () -> finishUnfinished(witness, member));
    assertEquals(List.of("blog"), member.registrar().unfinished(member.home()));
  }

  /** Has the request after so many messages vanish. */
  private void lose(TestNode witness, TestNode member, int at) {
    fault = Fault.REQUEST_LOST;
    messages = at;
    String why = said(refusal(Kind.PENDING, () -> run(witness, member, NameOperation.REGISTER)));
    assertEquals(
        "home (12D) was asked to claim blog.home.alt, and has not confirmed it: it hung up. This"
            + " node asks again by itself until it has an answer; see: pando show blog",
        why);
    messages = Integer.MAX_VALUE;
  }

  @Test
  void whatWaitedTooLongIsGivenUp() throws Exception {
    TestNode witness = node("witness", witnessDisk);
    TestNode member = member(witness);
    lose(witness, member, 1);
    member.pass(Duration.ofHours(25));
    witness.pass(Duration.ofHours(25));
    String why = said(refusal(Kind.REFUSED, () -> finishUnfinished(witness, member)));
    assertTrue(why.contains("needs this operation signed again"), why);
    assertEquals(List.of(), member.registrar().unfinished(member.home()));
    assertEquals(1, run(witness, member, NameOperation.REGISTER).name().seq());
  }

  @Test
  void whatIsUnfinishedComesBeforeTheNextOperation() throws Exception {
    TestNode witness = node("witness", witnessDisk);
    TestNode member = member(witness);
    lose(witness, member, 2);
    String why = said(refusal(Kind.TAKEN, () -> run(witness, member, NameOperation.REGISTER)));
    assertTrue(why.contains("is yours already (key 'default')"), why);
    assertEquals(List.of(), member.registrar().unfinished(member.home()));
  }

  @Test
  void aDryRunAsksWhatIsKnownAndChangesNothing() throws Exception {
    TestNode witness = node("witness", witnessDisk);
    TestNode member = member(witness);
    Network home = member.home();
    Registrar.Outcome would =
        finish(
            witness,
            member.registrar().register(home, "blog", TestNode.zone(1), Optional.empty(), true));
    assertEquals(1, would.name().seq());
    assertEquals(Optional.empty(), witness.held("blog"));
    assertEquals(Optional.empty(), member.held("blog"));
    Progress _ = NameOperation.REGISTER.begin(witness.registrar(), witness.home());
    refusal(
        Kind.TAKEN,
        () ->
            finish(
                witness,
                member
                    .registrar()
                    .register(home, "blog", TestNode.zone(1), Optional.empty(), true)));
  }

  @Test
  void leasesOfAMembersNamesAreRenewed() throws Exception {
    TestNode witness = node("witness", witnessDisk);
    TestNode member = member(witness);
    Registrar.Outcome before = run(witness, member, NameOperation.REGISTER);
    member.pass(Duration.ofDays(310));
    witness.pass(Duration.ofDays(310));
    Upkeep.Unasked away = member.registrar().upkeep(Upkeep.Place.BEGIN).unasked().getFirst();
    fault = Fault.NOT_SENT;
    messages = 0;
    RegistryException why = refusal(Kind.UNREACHABLE, () -> finish(witness, away.progress()));
    Upkeep.Unrenewed unrenewed = away.failed(why);
    assertEquals("blog.home.alt", unrenewed.name());
    assertEquals(before.name().leaseUntil(), unrenewed.leaseUntil());
    assertTrue(unrenewed.reason().startsWith("cannot renew blog.home.alt: home (12D)"));
    messages = Integer.MAX_VALUE;
    Upkeep.Step again = member.registrar().upkeep(Upkeep.Place.BEGIN);
    Registrar.Outcome after = finish(witness, again.unasked().getFirst().progress());
    assertTrue(after.name().leaseUntil() > before.name().leaseUntil());
    assertEquals(witness.held("blog"), member.held("blog"));
    assertEquals(List.of(), member.registrar().upkeep(Upkeep.Place.BEGIN).unasked());
  }
}
