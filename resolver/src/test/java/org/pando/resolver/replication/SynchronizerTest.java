package org.pando.resolver.replication;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pando.gossip.PeerId;
import org.pando.registry.Bytes;
import org.pando.registry.store.Sharing;

/** Who is asked when, of many peers. */
class SynchronizerTest {
  @TempDir private Path folder;
  private final Deque<Runnable> sessions = new ArrayDeque<>();
  private final FakeGossip gossip = new FakeGossip(1);
  private long now;
  private TestRegistry registry = unset();
  private SharedNetwork shared = unset();
  private Synchronizer synchronizer = unset();

  @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"}) // set before each test
  private static <T> T unset() {
    return null;
  }

  @BeforeEach
  void start() throws Exception {
    registry = new TestRegistry(folder);
    NetworkInventory inventory = new NetworkInventory(registry.replica(), registry.home());
    boolean _ = registry.call(inventory::load);
    shared = new SharedNetwork(registry.home(), Sharing.OPEN, gossip, inventory);
    synchronizer =
        new Synchronizer(
            new Replication.Tools(
                sessions::add, Runnable::run, () -> now, () -> Instant.EPOCH, new Random(1)),
            new Intake(registry.replica(), registry, Runnable::run));
  }

  @AfterEach
  void stop() throws Exception {
    registry.close();
  }

  private static List<PeerId> peers(int count) throws Exception {
    List<PeerId> peers = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      peers.add(PeerId.of(new byte[] {0, 2, (byte) i, (byte) (i >> 8)}));
    }
    return peers;
  }

  @Test
  void ofManyPeersAFewAreAskedAtOnce() throws Exception {
    List<PeerId> peers = peers(30);
    peers.forEach(peer -> synchronizer.arrived(shared, peer));
    peers.forEach(peer -> synchronizer.tend(shared, peer));
    assertEquals(SyncTurns.AT_ONCE, sessions.size());
    sessions.remove().run(); // fails: nobody is there
    peers.forEach(peer -> synchronizer.tend(shared, peer));
    assertEquals(SyncTurns.AT_ONCE, sessions.size());
    for (int left = 29; left > 0; left--) {
      sessions.remove().run();
      peers.forEach(peer -> synchronizer.tend(shared, peer));
    }
    assertEquals(0, sessions.size()); // each was asked once and rests
  }

  @Test
  void onePeerIsAskedOnceAtATime() throws Exception {
    PeerId peer = peers(1).getFirst();
    synchronizer.arrived(shared, peer);
    now += 10_000_000_000L;
    synchronizer.arrived(shared, peer);
    assertEquals(1, sessions.size());
  }

  @Test
  void aNetworkIsCopiedFromOnePeerAtATime() throws Exception {
    SyncTurns turns = new SyncTurns();
    assertTrue(turns.copy(now));
    SyncMessage.Hello full =
        new SyncMessage.Hello(shared.network().id(), 0, 5, Bytes.of(new byte[16]));
    List<PeerId> ends = peers(2);
    try (SyncStream stream =
        new SyncStream(
            FakeGossip.Pipe.open(
                ends.getFirst(),
                ends.getLast(),
                far -> {
                  byte[] _ = far.receive();
                  far.send(full.encode().toArray());
                }))) {
      SyncSession session =
          new SyncSession(
              shared,
              stream,
              new Intake(registry.replica(), registry, Runnable::run),
              new SyncLink(new Random(1), now),
              turns,
              () -> now);
      assertEquals(SyncSession.Outcome.LATER, session.run());
    }
  }

  @Test
  void whoComesAndGoesIsForgotten() throws Exception {
    List<PeerId> peers = peers(1500);
    for (PeerId peer : peers) {
      now++;
      synchronizer.heard(shared.network(), peer);
    }
    synchronizer.forgetGone(shared.network(), Set.of(peers.getFirst()));
    List<PeerId> known =
        peers.stream()
            .filter(peer -> synchronizer.of(shared.network(), peer).heard() != null)
            .toList();
    assertTrue(known.size() <= 1001, known.size() + " peers");
    assertTrue(known.contains(peers.getFirst())); // is connected
    assertTrue(known.contains(peers.getLast())); // went last
    now += 25L * 3600 * 1_000_000_000;
    synchronizer.forgetGone(shared.network(), Set.of(peers.getFirst()));
    assertEquals(
        List.of(peers.getFirst()),
        peers.stream()
            .filter(peer -> synchronizer.of(shared.network(), peer).heard() != null)
            .toList());
  }
}
