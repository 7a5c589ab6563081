package org.pando.registry.owner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.pando.registry.Bytes;
import org.pando.registry.NameState;
import org.pando.registry.RegistryException;
import org.pando.registry.crypto.SignatureVerifier;
import org.pando.registry.policy.BundleRules;
import org.pando.registry.policy.Validity;
import org.pando.registry.record.HumanBundle;
import org.pando.registry.store.VoteLog;

/**
 * The process ends at every write of every operation, before it is durable and after, or the disk
 * is full from there on: what is found afterwards is the name as it was or as it should become, and
 * the witness voted once.
 */
class InterruptedOperationsTest {
  private static final Duration AGE = Duration.ofDays(200);

  @TempDir private Path directory;
  private final FailingDisk disk = new FailingDisk();

  @ParameterizedTest
  @EnumSource
  @Tag("I8")
  @Tag("case-5")
  @Tag("case-6")
  @Tag("case-34")
  void isWholeOrHasNotHappened(NameOperation operation) throws Exception {
    int interrupted = 0;
    for (FailingDisk.Failure failure : FailingDisk.Failure.values()) {
      int write = 0;
      while (interruptedAt(operation, write, failure)) {
        write++;
        interrupted++;
      }
    }
    assertTrue(interrupted >= 16, interrupted + " interruptions");
  }

  /** Whether the operation has such a write. */
  private boolean interruptedAt(NameOperation operation, int write, FailingDisk.Failure failure)
      throws Exception {
    disk.heal();
    TestNode node = new TestNode(disk, directory.resolve(failure + "-" + write));
    if (operation != NameOperation.REGISTER) {
      Progress _ = NameOperation.REGISTER.begin(node.registrar(), node.home());
      node.pass(AGE);
    }
    Optional<HumanBundle> before = node.held("blog");
    disk.failAt(write, failure);
    boolean interrupted = isInterrupted(operation, node);
    disk.heal();
    switch (failure) {
      case KILLED_BEFORE, KILLED_AFTER -> node.restart();
      case ONCE, FULL -> {}
    }
    assertEquals(List.of(), node.registrar().resume());
    check(node, before, interrupted);
    if (node.held("blog").equals(before)) {
      Progress _ = operation.begin(node.registrar(), node.home());
      check(node, before, false);
    }
    node.close();
    return interrupted;
  }

  private static boolean isInterrupted(NameOperation operation, TestNode node) {
    try {
      Progress _ = operation.begin(node.registrar(), node.home());
      return false;
    } catch (FailingDisk.Killed e) {
      return true;
    } catch (RegistryException e) {
      assertEquals(RegistryException.Kind.STORE, e.kind());
      return true;
    }
  }

  private void check(TestNode node, Optional<HumanBundle> before, boolean mayBeAsBefore)
      throws Exception {
    assertEquals(List.of(), node.replica().unfinished(node.home()));
    Optional<HumanBundle> after = node.held("blog");
    if (mayBeAsBefore && after.equals(before)) {
      return;
    }
    HumanBundle bundle = after.orElseThrow();
    assertEquals(before.map(b -> b.newest().op().g()).orElse(-1L) + 1, bundle.newest().op().g());
    assertInstanceOf(
        Validity.Valid.class,
        new BundleRules(node.replica().rules(node.home()), SignatureVerifier.PINNED)
            .check(bundle.encode()));
    if (bundle.state() == NameState.ACTIVE) {
      assertEquals(TestNode.zone(1), Objects.requireNonNull(bundle.zone()).body());
    }
    VoteLog.Instance instance =
        new VoteLog.Instance(node.home().id(), 0, "blog", bundle.newest().op().g());
    Bytes commit =
        Objects.requireNonNull(node.votes().vote(instance, 0, VoteLog.Phase.COMMIT), "no vote");
    String hash = bundle.newest().opHash(node.home().id()).toHex();
    assertTrue(commit.toHex().contains(hash), "the vote is for another operation");
  }
}
