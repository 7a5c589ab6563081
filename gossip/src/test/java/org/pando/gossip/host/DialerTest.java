package org.pando.gossip.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.pando.gossip.GossipException;
import org.pando.gossip.PeerAddress;
import org.pando.gossip.PeerId;
import org.pando.gossip.Surroundings;
import org.pando.gossip.TestIdentity;

class DialerTest {
  private final VirtualLoop loop = new VirtualLoop();
  private final Refusing network = new Refusing();
  private final Dialer dialer =
      new Dialer(
          loop,
          new Surroundings(
              Thread.ofPlatform().factory(),
              Runnable::run,
              loop::now,
              InstantSource.system(),
              new Random(1),
              new Around()),
          network,
          2);

  /** Notes when it is asked to connect; refuses when it is told to, else stays silent. */
  private final class Refusing implements Dial.Network {
    final List<Long> seconds = new ArrayList<>();
    final List<Consumer<String>> pending = new ArrayList<>();
    boolean refuses = true;

    @Override
    public Dial.Attempt connect(
        InetSocketAddress to, Consumer<Dial.Attempt> connected, Consumer<String> failed) {
      seconds.add(loop.now() / 1_000_000_000L);
      if (refuses) {
        loop.execute(() -> failed.accept("refused"));
      } else {
        pending.add(failed);
      }
      return () -> {};
    }

    @Override
    public void upgrade(
        Dial.Attempt attempt, PeerId peer, Consumer<@Nullable GossipException> done) {
      throw new AssertionError("nothing connects");
    }
  }

  private Peer peer(int seed) {
    Peer peer = new Peer(TestIdentity.of(seed).peerId(), loop.now());
    peer.learn(new PeerAddress(peer.id, "/ip4/192.0.2." + seed + "/tcp/4053"));
    return peer;
  }

  @Test
  void aKeptPeerIsTriedAfterOneSecondThenTwoUntilThirty() {
    Peer peer = peer(1);
    peer.kept = true;
    dialer.connect(peer);
    loop.advance(Duration.ofHours(1));
    List<Long> at = network.seconds;
    assertEquals(0, at.getFirst());
    assertTrue(at.get(1) <= 1, at.toString());
    for (int i = 2; i < at.size(); i++) {
      double base = Math.min(30, Math.pow(2, i - 1));
      double gap = at.get(i) - at.get(i - 1);
      assertTrue(gap >= base * 0.74 - 1 && gap <= base * 1.26 + 1, i + ": " + at);
    }
    assertTrue(at.size() > 100 && at.size() < 160, at.toString());
    assertTrue(peer.problem.contains("192.0.2.1:4053: refused"), peer.problem);
  }

  @Test
  void aStrangerThatFailedIsNotTriedAgainByItself() {
    Peer peer = peer(1);
    dialer.connect(peer);
    loop.advance(Duration.ofMinutes(10));
    assertEquals(1, network.seconds.size());
    dialer.connect(peer);
    loop.run();
    dialer.connect(peer);
    loop.run();
    assertEquals(2, network.seconds.size(), "the second failure is too fresh for a third attempt");
  }

  @Test
  void aPeerThatMovedIsDialedAtOnce() {
    Peer peer = peer(1);
    peer.failures = 8;
    dialer.connect(peer);
    loop.run();
    dialer.connect(peer);
    loop.run();
    assertEquals(1, network.seconds.size(), "it is left alone");
    peer.learn(new PeerAddress(peer.id, "/ip4/198.51.100.1/tcp/4053"));
    dialer.connect(peer);
    loop.run();
    assertEquals(3, network.seconds.size(), "the new address, and the old one");
    dialer.connect(peer);
    loop.run();
    assertEquals(3, network.seconds.size(), "it is left alone again");
  }

  @Test
  void anAddressThatComesDuringADialIsTriedWhenThatFails() {
    Peer peer = peer(1);
    dialer.connect(peer);
    peer.learn(new PeerAddress(peer.id, "/ip4/198.51.100.1/tcp/4053"));
    dialer.connect(peer);
    loop.run();
    assertTrue(peer.problem.contains("198.51.100.1"), peer.problem);
    assertEquals(3, network.seconds.size(), "the old one, then the new one and the old one");
    assertEquals(1, peer.failures);
  }

  @Test
  void soManyDialsRunAtOnceAndOthersWaitTheirTurn() {
    network.refuses = false;
    for (int i = 1; i <= 3; i++) {
      dialer.connect(peer(i));
    }
    loop.run();
    assertEquals(2, network.pending.size());
    network.pending.getFirst().accept("refused");
    loop.run();
    assertEquals(3, network.pending.size());
  }

  @Test
  void whoWaitsForAPeerHearsOnceWhatBecameOfIt() {
    Peer peer = peer(1);
    List<String> heard = new ArrayList<>();
    dialer.reach(peer, problem -> heard.add(problem == null ? "up" : problem.kind().toString()));
    dialer.reach(peer, problem -> heard.add(problem == null ? "up" : problem.kind().toString()));
    loop.run();
    assertEquals(List.of("UNREACHABLE", "UNREACHABLE"), heard);
    assertEquals(1, network.seconds.size());
  }

  @Test
  void aPeerThatFailedOftenIsSaidToBeSoWithoutAnotherAttempt() {
    Peer peer = peer(1);
    peer.failures = 8;
    dialer.connect(peer);
    loop.run();
    List<String> heard = new ArrayList<>();
    dialer.reach(peer, problem -> heard.add(problem == null ? "" : problem.toString()));
    assertTrue(heard.getFirst().contains("next attempt in"), heard.toString());
    assertEquals(1, network.seconds.size());
  }

  @Test
  void aConnectionThatLastedForgetsFailures() {
    Peer peer = peer(1);
    peer.failures = 9;
    peer.kept = true;
    dialer.disconnected(peer, Duration.ofMinutes(1).toNanos());
    loop.advance(Duration.ofSeconds(2));
    assertEquals(1, network.seconds.size());
    Peer flapping = peer(2);
    flapping.failures = 9;
    flapping.kept = true;
    dialer.disconnected(flapping, Duration.ofSeconds(5).toNanos());
    network.seconds.clear();
    network.refuses = false;
    loop.advance(Duration.ofSeconds(2));
    assertFalse(flapping.dialing);
  }

  @Test
  void afterCloseNothingIsDialed() {
    Peer peer = peer(1);
    peer.kept = true;
    dialer.close();
    List<String> heard = new ArrayList<>();
    dialer.reach(peer, problem -> heard.add(problem == null ? "" : problem.kind().toString()));
    loop.advance(Duration.ofHours(1));
    assertEquals(List.of("CLOSED"), heard);
    assertEquals(0, network.seconds.size());
  }
}
