package org.pando.registry.replica;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.pando.registry.Bytes;
import org.pando.registry.NameState;
import org.pando.registry.Network;
import org.pando.registry.Published;
import org.pando.registry.RegistryException;
import org.pando.registry.TestKeys;
import org.pando.registry.TestNetwork;
import org.pando.registry.crypto.Domain;
import org.pando.registry.crypto.SignatureVerifier;
import org.pando.registry.crypto.SignedKind;
import org.pando.registry.merge.Pool;
import org.pando.registry.policy.Decision;
import org.pando.registry.record.Bundle;
import org.pando.registry.record.Holder;
import org.pando.registry.record.HumanBundle;
import org.pando.registry.record.Op;
import org.pando.registry.record.SignedOp;
import org.pando.registry.record.Signer;
import org.pando.registry.record.ZoneItem;
import org.pando.registry.store.MemoryStore;

/** What a replica holds and serves after deliveries. */
final class DeliveriesTest {
  private static final TestNetwork NET = Pool.NET;

  private final Replica replica;
  private final Network network;

  DeliveriesTest() throws RegistryException {
    replica = Replica.open(new MemoryStore(), SignatureVerifier.PINNED, 1);
    network = replica.add(NET.genesis());
  }

  private void deliver(Bundle bundle) throws RegistryException {
    Decision decision = replica.apply(network, bundle.encode());
    assertTrue(!(decision instanceof Decision.Refused), decision::toString);
  }

  private Published.Served served(String label) {
    byte[] wire = (" " + label).getBytes(StandardCharsets.US_ASCII);
    wire[0] = (byte) label.length();
    return assertInstanceOf(Published.Served.class, replica.find(network, wire, 0, false));
  }

  private static List<Bundle> all(Replica replica, Network network) throws RegistryException {
    List<Bundle> all = new ArrayList<>();
    for (Replica.Entry entry : replica.page(network, "", 99)) {
      all.add(Objects.requireNonNull(replica.get(network, entry.key())));
    }
    return all;
  }

  private HumanBundle held() throws RegistryException {
    return (HumanBundle) Objects.requireNonNull(replica.get(network, "blog"));
  }

  private static HumanBundle begin(SignedOp<Op.TenureOp> signed) {
    return new HumanBundle("blog", NET.certify(signed), null, null, null);
  }

  private static HumanBundle revoked(HumanBundle bundle) {
    Bytes subject = bundle.tenure().opHash(NET.id());
    return new HumanBundle(
        bundle.name(),
        bundle.tenure(),
        null,
        null,
        NET.revoke(subject, Signer.RECOVERY, TestKeys.RECOVERY));
  }

  /** Whatever comes: served is what the tenure's owner signed, and nothing once it is revoked. */
  @Test
  @Tag("I4")
  @Tag("I9")
  void onlyWhatTheOwnerSignedIsServedAndNothingOnceRevoked() throws Exception {
    for (int seed = 0; seed < 6; seed++) {
      Pool pool = new Pool(seed);
      boolean frozen = false;
      Bytes tenure = Bytes.EMPTY;
      for (int i = 0; i < 60; i++) {
        String where = "seed " + seed + ", delivery " + i;
        deliver(pool.draw());
        assertNotNull(replica.apply(network, pool.damaged(pool.draw(), pool.draw())), where);
        HumanBundle held = held();
        Bytes now = held.tenure().opHash(NET.id());
        frozen = held.revoke() != null || (frozen && now.equals(tenure));
        tenure = now;
        Published.Served served = served("blog");
        assertEquals(held.state(), served.state(), where);
        assertTrue(!frozen || served.state() == NameState.FROZEN, where);
        assertServedIsSigned(held, served, where);
      }
    }
  }

  private static void assertServedIsSigned(
      HumanBundle held, Published.Served served, String where) {
    ZoneItem zone = held.zone();
    if (zone == null) {
      assertEquals(Bytes.EMPTY, served.body(), where);
      return;
    }
    assertEquals(zone.body().encode(), served.body(), where);
    Holder holder = Objects.requireNonNull(held.tenure().op().holder());
    Bytes message = Domain.message(SignedKind.ZONE, NET.id(), zone.payload().encode());
    assertTrue(SignatureVerifier.PINNED.verify(holder.owner(), message, zone.signature()), where);
  }

  @Test
  @Tag("case-18")
  void aZoneOfTheOldTenureIsNotServedAfterATransfer() throws Exception {
    HumanBundle old = NET.bundle("blog", 9);
    deliver(old);
    assertEquals(9, served("blog").seq());
    deliver(begin(NET.transfer(old.tenure().signed(), TestKeys.OWNER, TestKeys.OWNER2)));
    deliver(old);
    assertEquals(0, served("blog").seq());
    assertEquals(Bytes.EMPTY, served("blog").body());
  }

  @Test
  @Tag("case-19")
  @Tag("I9")
  void aHigherSequenceNumberDoesNotThawARevokedName() throws Exception {
    List<HumanBundle> deliveries =
        List.of(NET.bundle("blog", 1), revoked(NET.bundle("blog", 1)), NET.bundle("blog", 2));
    for (int[] order : new int[][] {{0, 1, 2}, {1, 0, 2}, {2, 1, 1}, {0, 2, 1}}) {
      for (int next : order) {
        deliver(deliveries.get(next));
      }
      assertEquals(NameState.FROZEN, served("blog").state());
    }
    assertEquals(2, served("blog").seq());
  }

  @Test
  @Tag("case-43")
  void neitherAReleasedNorAReclaimedNameIsResurrected() throws Exception {
    HumanBundle old = NET.bundle("blog", 9);
    deliver(old);
    SignedOp<Op.TenureOp> release = NET.release(old.tenure().signed(), TestKeys.RECOVERY);
    deliver(begin(release));
    deliver(old);
    assertEquals(NameState.VACANT, served("blog").state());
    HumanBundle reclaimed = begin(NET.reclaim(release, TestKeys.OWNER2));
    deliver(reclaimed);
    deliver(old);
    deliver(begin(release));
    assertEquals(reclaimed, held());
  }

  @Test
  @Tag("case-33")
  void ofManyUpdatesTheLastIsServed() throws Exception {
    List<Long> sequence = new ArrayList<>();
    for (long seq = 1; seq <= 100; seq++) {
      sequence.add(seq);
    }
    Collections.shuffle(sequence, new Random(33));
    for (long seq : sequence) {
      deliver(NET.bundle("blog", seq));
    }
    assertEquals(100, served("blog").seq());
    assertEquals(List.of(NET.bundle("blog", 100)), all(replica, network));
  }

  @Test
  @Tag("case-32")
  void keyNamesWithoutAStampAreNotStored() throws Exception {
    TestNetwork open = TestNetwork.of(1, "open.alt", 12);
    Network asksForStamps = replica.add(open.genesis());
    for (int i = 0; i < 300; i++) {
      Bytes bundle = open.keyBundle(TestKeys.of("flood " + i), 1).encode();
      assertInstanceOf(Decision.Refused.class, replica.apply(asksForStamps, bundle));
    }
    assertEquals(List.of(), all(replica, asksForStamps));
  }

  /** The state's part of a healed partition; how bundles travel is reconciliation's. */
  @Test
  @Tag("case-38")
  void twoReplicasThatGiveEachOtherWhatTheyHoldAreEqual() throws Exception {
    for (int seed = 0; seed < 10; seed++) {
      Pool pool = new Pool(seed);
      Replica other = Replica.open(new MemoryStore(), SignatureVerifier.PINNED, 2);
      other.add(NET.genesis());
      for (int i = 0; i < 8; i++) {
        deliver(pool.draw());
        deliver(pool.drawKey());
        assertNotNull(other.apply(network, pool.draw().encode()));
        assertNotNull(other.apply(network, pool.drawKey().encode()));
      }
      for (Bundle bundle : all(other, network)) {
        deliver(bundle);
      }
      for (Bundle bundle : all(replica, network)) {
        assertNotNull(other.apply(network, bundle.encode()));
      }
      assertEquals(2, all(replica, network).size());
      assertEquals(all(replica, network), all(other, network), "seed " + seed);
    }
  }
}
