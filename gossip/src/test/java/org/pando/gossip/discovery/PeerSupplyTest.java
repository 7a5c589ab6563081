package org.pando.gossip.discovery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.pando.gossip.discovery.Peers.peer;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.pando.gossip.PeerAddress;
import org.pando.gossip.PeerId;

final class PeerSupplyTest {
  private static final long SECOND = 1_000_000_000L;
  private static final PeerId SELF = peer(0);
  private static final PeerId SOURCE = peer(-1);

  private final PeerSupply supply = new PeerSupply(SELF, new SplittableRandom(1));

  private static List<String> at(int number) {
    return List.of("/ip4/8.8." + number / 250 + "." + number % 250 + "/tcp/4053");
  }

  private void remember(int number, long now) {
    assertTrue(supply.remember(SOURCE, peer(number), 1, "8.8", at(number), now));
  }

  private static Set<PeerId> connected(int from, int to) {
    return IntStream.range(from, to).mapToObj(Peers::peer).collect(Collectors.toSet());
  }

  @Test
  void aLonelyNodeDialsUntilItHasEnough() {
    IntStream.range(1, 30).forEach(n -> remember(n, 0));
    assertEquals(PeerSupply.WANTED, supply.toDial(Set.of(), 0).size());
    assertEquals(List.of(), supply.toDial(Set.of(), SECOND), "those are still being dialed");
    assertEquals(List.of(), supply.toDial(connected(100, 106), 100 * SECOND));
    assertEquals(2, supply.toDial(connected(100, 104), 200 * SECOND).size());
  }

  @Test
  void dialsAMinuteAreLimited() {
    IntStream.range(1, 90).forEach(n -> remember(n, 0));
    int dials = 0;
    for (int second = 0; second < 60; second++) {
      dials += supply.toDial(Set.of(), second * SECOND).size();
    }
    assertTrue(dials <= 2 * PeerSupply.DIALS_PER_MINUTE, dials + " dials");
    dials = 0;
    for (int second = 60; second < 660; second++) {
      dials += supply.toDial(Set.of(), second * SECOND).size();
    }
    assertTrue(dials <= 10 * PeerSupply.DIALS_PER_MINUTE, dials + " dials in ten minutes");
    assertTrue(dials >= 9 * PeerSupply.DIALS_PER_MINUTE, dials + " dials in ten minutes");
  }

  @Test
  void aPeerThatDoesNotAnswerIsLeftAloneLongerAndLonger() {
    supply.remember(
        SOURCE, peer(1), 1, "8.8", List.of("/ip4/8.8.8.8/tcp/1", "/ip4/8.8.8.8/tcp/2"), 0);
    List<Long> seconds = new ArrayList<>();
    List<String> addresses = new ArrayList<>();
    for (long second = 0; second < 400; second++) {
      for (PeerAddress dial : supply.toDial(Set.of(), second * SECOND)) {
        seconds.add(second);
        addresses.add(dial.address());
      }
    }
    assertEquals(List.of(0L, 15L, 45L, 60L, 120L, 135L, 255L, 270L), seconds);
    assertEquals("/ip4/8.8.8.8/tcp/1", addresses.get(0));
    assertEquals("/ip4/8.8.8.8/tcp/2", addresses.get(1));
    assertEquals("/ip4/8.8.8.8/tcp/1", addresses.get(2));
  }

  @Test
  void noPauseIsLongerThanAnHour() {
    remember(1, 0);
    long last = 0;
    for (long minute = 0; minute < 60 * 24 * 3; minute++) {
      long now = Duration.ofMinutes(minute).toNanos();
      if (!supply.toDial(Set.of(), now).isEmpty()) {
        assertTrue(now - last <= Duration.ofMinutes(61).toNanos());
        last = now;
      }
    }
    assertTrue(last > Duration.ofHours(70).toNanos(), "it is tried to the end");
  }

  @Test
  void whoHasAnsweredBeforeIsTriedEveryTwoMinutes() {
    remember(1, 0);
    supply.toDial(Set.of(peer(1)), 0);
    long last = 0;
    for (long second = 5; second < 60 * 60 * 24; second += 5) {
      long now = second * SECOND;
      if (!supply.toDial(Set.of(), now).isEmpty()) {
        assertTrue(now - last <= Duration.ofSeconds(125).toNanos(), (now - last) + " ns");
        last = now;
      }
    }
    assertTrue(last > Duration.ofHours(23).toNanos(), "it is tried to the end");
  }

  @Test
  void aNewerRecordCountsAndAnOlderOneDoesNot() {
    remember(1, 0);
    supply.toDial(Set.of(), 0);
    assertFalse(supply.remember(SOURCE, peer(1), 1, "9.9", List.of("/ip4/9.9.9.9/tcp/1"), 1));
    assertFalse(supply.remember(SOURCE, peer(1), 0, "9.9", List.of("/ip4/9.9.9.9/tcp/1"), 1));
    assertTrue(supply.remember(SOURCE, peer(1), 2, "9.9", List.of("/ip4/9.9.9.9/tcp/1"), 1));
    assertEquals(
        List.of(new PeerAddress(peer(1), "/ip4/9.9.9.9/tcp/1")),
        supply.toDial(Set.of(), 16 * SECOND));
  }

  @Test
  void thisNodeIsNotItsOwnPeer() {
    assertFalse(supply.remember(SOURCE, SELF, 1, "8.8", at(1), 0));
    assertFalse(supply.remember(SOURCE, peer(1), 1, "8.8", List.of(), 0));
    assertEquals(0, supply.size());
  }

  @Test
  void oneSourceFillsATenthAtMost() {
    IntStream.range(1, 500).forEach(n -> remember(n, n));
    assertEquals(PeerSupply.MAX_OF_ONE_SOURCE, supply.size());
  }

  @Test
  void aThousandPeersAreRememberedAtMostAndThoseThatAnsweredStay() {
    IntStream.range(1, 90).forEach(n -> remember(n, 0));
    supply.toDial(connected(1, 90), 1);
    for (int source = 0; source < 30; source++) {
      for (int n = 0; n < 100; n++) {
        int number = 1000 + source * 100 + n;
        supply.remember(peer(-10 - source), peer(number), 1, "7.7", at(number % 1000), 2 + source);
      }
    }
    assertEquals(PeerSupply.MAX_PEERS, supply.size());
    Set<PeerId> dialed = new HashSet<>();
    for (long now = 0; now < 4000 * SECOND; now += SECOND) {
      supply.toDial(Set.of(), now).forEach(dial -> dialed.add(dial.peer()));
    }
    assertTrue(dialed.containsAll(connected(1, 90)), "all of those that answered are still there");
  }

  @Test
  void ofStrangersEachNetworkHasTheSameChance() {
    int first = 0;
    for (int seed = 0; seed < 200; seed++) {
      PeerSupply fresh = new PeerSupply(SELF, new SplittableRandom(seed));
      for (int n = 1; n < 100; n++) {
        fresh.remember(SOURCE, peer(n), 1, "6.6", at(n), 0);
      }
      fresh.remember(SOURCE, peer(200), 1, "7.7", at(200), 0);
      if (fresh.toDial(connected(300, 305), 0).getFirst().peer().equals(peer(200))) {
        first++;
      }
    }
    assertTrue(first > 60 && first < 140, first + " of 200");
  }

  @Test
  void whoAnsweredBeforeIsDialedFirst() {
    IntStream.range(1, 50).forEach(n -> remember(n, 0));
    supply.toDial(Set.of(peer(7)), 1);
    List<PeerAddress> dials = supply.toDial(connected(100, 104), 100 * SECOND);
    assertEquals(2, dials.size());
    assertTrue(dials.stream().anyMatch(dial -> dial.peer().equals(peer(7))), dials.toString());
    assertTrue(dials.stream().anyMatch(dial -> !dial.peer().equals(peer(7))), dials.toString());
  }

  @Test
  void eachPeerIsAskedOnceInTenMinutes() {
    List<PeerId> speakers = List.of(peer(1), peer(2));
    Set<PeerId> asked = new HashSet<>();
    supply.toAsk(speakers, 2, 0).ifPresent(asked::add);
    supply.toAsk(speakers, 2, 1).ifPresent(asked::add);
    assertEquals(Set.copyOf(speakers), asked);
    assertEquals(Optional.empty(), supply.toAsk(speakers, 2, 599 * SECOND));
    assertTrue(supply.toAsk(speakers, 2, 601 * SECOND).isPresent());
  }

  @Test
  void whoHasEnoughAsksNobody() {
    IntStream.range(1, 60).forEach(n -> remember(n, 0));
    assertEquals(Optional.empty(), supply.toAsk(List.of(peer(1)), PeerSupply.WANTED, 0));
    assertTrue(supply.toAsk(List.of(peer(1)), PeerSupply.WANTED - 1, 0).isPresent());
  }
}
