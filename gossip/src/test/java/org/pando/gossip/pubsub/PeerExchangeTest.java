package org.pando.gossip.pubsub;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.pando.gossip.pubsub.RouterFixture.TOPIC;
import static org.pando.gossip.pubsub.RouterFixture.inbound;
import static org.pando.gossip.pubsub.RouterFixture.prunes;
import static org.pando.gossip.pubsub.RouterFixture.traits;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.pando.gossip.GossipException;
import org.pando.gossip.PeerId;
import org.pando.gossip.identity.Multiaddr;
import org.pando.gossip.identity.PeerRecord;
import org.pando.gossip.pubsub.PeerTraits.Version;
import org.pando.gossip.pubsub.Rpc.PeerInfo;
import org.pando.gossip.pubsub.Rpc.Prune;

/** Peer exchange with PRUNE (design 8.5; gossipsub 1.1). */
class PeerExchangeTest {
  private final RouterFixture fixture = new RouterFixture();
  private final GossipRouter router = fixture.router;

  private static byte[] signedRecord(int seed) throws GossipException {
    PeerId peer = new Author(Nodes.identity(seed), 0).id();
    return new PeerRecord(peer, 1, List.of(Multiaddr.parse("/ip4/192.0.2.1/tcp/4053")))
        .seal(Nodes.identity(seed));
  }

  private static PeerInfo info(int seed) throws GossipException {
    return new PeerInfo(new Author(Nodes.identity(seed), 0).id().bytes(), signedRecord(seed));
  }

  private void fillMesh() {
    fixture.joined();
    for (int i = 1; i <= 12; i++) {
      fixture.add(i, inbound());
      fixture.graft(i);
    }
  }

  @Test
  void pruneOfAFullMeshNamesPeersThatHaveARecord() {
    fillMesh();
    router.onRecord(Nodes.peer(3), new byte[] {3});
    router.onRecord(Nodes.peer(4), new byte[] {4});
    fixture.add(13, inbound());
    router.onRecord(Nodes.peer(13), new byte[] {13}); // not of itself
    Prune prune = prunes(13, fixture.graft(13)).getFirst();
    assertEquals(2, prune.peers().size());
    for (PeerInfo info : prune.peers()) {
      int number = info.signedRecord()[0];
      assertArrayEquals(Nodes.peer(number).bytes(), info.peer());
    }
  }

  @Test
  void pruneNamesSixteenPeersAtMostAndNoBadOnes() {
    fillMesh();
    for (int i = 1; i <= 40; i++) {
      fixture.add(i, inbound());
      router.onRecord(Nodes.peer(i), new byte[] {(byte) i});
    }
    for (int bad = 1; bad <= 10; bad++) {
      router.onMisbehaved(Nodes.peer(bad), 8);
    }
    fixture.add(41, inbound());
    Prune prune = prunes(41, fixture.graft(41)).getFirst();
    assertEquals(16, prune.peers().size());
    assertTrue(prune.peers().stream().noneMatch(info -> info.signedRecord()[0] <= 10));
  }

  @Test
  void pruneOfA10PeerNamesNobody() {
    fillMesh();
    router.onRecord(Nodes.peer(3), new byte[] {3});
    fixture.add(13, new PeerTraits(Version.V1_0, false, false, "", 0));
    assertTrue(prunes(13, fixture.graft(13)).getFirst().peers().isEmpty());
  }

  @Test
  void peersNamedByATrustedPeerAreTried() throws GossipException {
    fixture.joined();
    fixture.add(1, new PeerTraits(Version.V1_2, true, false, "", 1));
    PeerInfo info = info(20);
    List<Effect> effects = fixture.prune(1, new Prune(TOPIC, List.of(info), 60));
    Effect.Connect connect = (Effect.Connect) effects.getFirst();
    assertEquals(List.of(info.signedRecord()), connect.records());
  }

  @Test
  void peersNamedByAStrangerAreNot() throws GossipException {
    fixture.joined();
    fixture.add(1, traits(Version.V1_2));
    assertTrue(fixture.prune(1, new Prune(TOPIC, List.of(info(20)), 60)).isEmpty());
    assertEquals(1, router.refusals().count(Refusal.LOW_SCORE));
  }

  @Test
  void recordsThatAreMissingForgedOrOfAnotherPeerAreNot() throws GossipException {
    fixture.joined();
    fixture.add(1, new PeerTraits(Version.V1_2, true, false, "", 1));
    byte[] forged = signedRecord(20);
    forged[forged.length - 1] ^= 1;
    List<PeerInfo> infos =
        List.of(
            new PeerInfo(info(20).peer(), new byte[0]),
            new PeerInfo(info(20).peer(), forged),
            new PeerInfo(info(21).peer(), signedRecord(20)));
    assertTrue(fixture.prune(1, new Prune(TOPIC, infos, 60)).isEmpty());
    assertEquals(2, router.refusals().count(Refusal.BAD_PEER_RECORD));
  }
}
