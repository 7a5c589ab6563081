package org.pando.registry.replica;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.pando.registry.Bytes;
import org.pando.registry.Network;
import org.pando.registry.RegistryException;
import org.pando.registry.RegistryException.Kind;
import org.pando.registry.TestKeys;
import org.pando.registry.TestNetwork;
import org.pando.registry.crypto.Domain;
import org.pando.registry.crypto.SignatureVerifier;
import org.pando.registry.record.HumanBundle;
import org.pando.registry.store.MemoryStore;
import org.pando.registry.store.StoredBundle;
import org.pando.registry.store.StoredChange;

class AuditTest {
  private static final TestNetwork HOME = TestNetwork.home();

  /** Fails once when it is told to. */
  private static final class FailingStore extends MemoryStore {
    private boolean failing;

    @Override
    public List<StoredBundle> page(int network, String after, int limit) throws RegistryException {
      if (failing) {
        failing = false;
        throw new RegistryException(Kind.STORE, "unreadable");
      }
      return super.page(network, after, limit);
    }
  }

  private final FailingStore store = new FailingStore();
  private Instant now = Instant.EPOCH;
  private Replica replica;
  private Network home;
  private Audit audit;

  @BeforeEach
  void fill() throws Exception {
    replica = Replica.open(store, SignatureVerifier.PINNED, 1);
    home = replica.add(HOME.genesis());
    for (String name : List.of("a", "b", "c", "d", "e")) {
      replica.apply(home, HOME.bundle(name, 1).encode());
    }
    audit = new Audit(replica, () -> now);
  }

  /** Puts a bundle with a right id into the store, as whoever writes to the file could. */
  private void slip(HumanBundle bundle) {
    Bytes state = bundle.encode();
    store.put(
        1,
        List.of(
            new StoredChange(
                new StoredBundle(bundle.name(), 1, Domain.sha256(state), state), List.of(), 0)));
  }

  @Test
  void verifiesEveryNameOfEveryNetworkStepByStep() throws Exception {
    TestNetwork other = TestNetwork.of(1, "other.alt", 0);
    replica.apply(replica.add(other.genesis()), other.bundle("x", 1).encode());
    assertEquals(new Audit.Report(0, null), audit.report());
    assertTrue(audit.step(3));
    assertEquals(new Audit.Report(3, null), audit.report());
    assertTrue(audit.step(3));
    now = Instant.EPOCH.plusSeconds(9);
    assertFalse(audit.step(3));
    assertEquals(new Audit.Report(6, now), audit.report());
    assertEquals(0, replica.extent(home).damaged());
  }

  @Test
  void theNextRoundBeginsAnew() throws Exception {
    assertFalse(audit.step(9));
    assertTrue(audit.step(2));
    assertEquals(new Audit.Report(2, Instant.EPOCH), audit.report());
    assertTrue(audit.step(3));
    assertFalse(audit.step(3));
    assertEquals(5, audit.report().verified());
  }

  @Test
  void whatBreaksARuleIsTakenOutOfService() throws Exception {
    HumanBundle good = HOME.bundle("b", 1);
    Bytes subject = good.tenure().opHash(HOME.id());
    slip(
        new HumanBundle(
            "b",
            good.tenure(),
            null,
            HOME.zone(subject, 9, TestNetwork.body(9), TestKeys.OWNER2),
            null));
    assertFalse(audit.step(9));
    assertEquals(new Replica.Extent(5, true, 1, List.of("b")), replica.extent(home));
    assertEquals(5, audit.report().verified());
  }

  @Test
  void whatIsDamagedIsTakenOutOfService() throws Exception {
    StoredBundle stored = Objects.requireNonNull(store.get(1, "c"));
    store.put(
        1,
        List.of(
            new StoredChange(
                new StoredBundle("c", 1, stored.id(), Bytes.of((byte) 0)), List.of(), 0)));
    store.put(
        1,
        List.of(
            new StoredChange(
                new StoredBundle("cc", 1, stored.id(), stored.state()), List.of(), 0)));
    assertFalse(audit.step(9));
    assertEquals(List.of("c", "cc"), replica.extent(home).examples());
  }

  @Test
  void aStoreThatCannotBeReadEndsTheRoundAndTheNextOneTriesAgain() throws Exception {
    assertTrue(audit.step(2));
    store.failing = true;
    assertThrows(RegistryException.class, () -> audit.step(2));
    assertEquals(new Audit.Report(2, null), audit.report());
    assertFalse(audit.step(9));
    assertEquals(new Audit.Report(5, Instant.EPOCH), audit.report());
  }

  @Test
  void anEmptyNetworkIsVerifiedToo() throws Exception {
    Replica empty = Replica.open(new MemoryStore(), SignatureVerifier.PINNED, 1);
    empty.add(HOME.genesis());
    assertFalse(new Audit(empty, () -> now).step(1));
  }
}
