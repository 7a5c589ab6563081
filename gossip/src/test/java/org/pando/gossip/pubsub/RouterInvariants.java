package org.pando.gossip.pubsub;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.random.RandomGenerator;
import org.pando.gossip.GossipException;
import org.pando.gossip.Verdict;
import org.pando.gossip.pubsub.PeerTraits.Version;

/** A router among peers that say anything, and what must hold whatever they say. */
final class RouterInvariants {
  private static final int PEERS = 20;

  private final RouterFixture fixture = new RouterFixture();
  private final GossipRouter router = fixture.router;
  private final RandomGenerator random;
  private final Deque<MessageId> delivered = new ArrayDeque<>();

  RouterInvariants(RandomGenerator random) {
    this.random = random;
    fixture.joined();
    router.join(new TopicRules("é", 1, SignPolicy.STRICT_SIGN, MessageIds.FROM_AND_SEQNO), 0);
  }

  /** One of the things that can happen. */
  void step() throws GossipException {
    int peer = 1 + random.nextInt(PEERS);
    switch (random.nextInt(16)) {
      case 0 -> {
        boolean direct = random.nextInt(9) == 0;
        Version version = any(Version.values());
        String ip = "192.0.2." + random.nextInt(2);
        check(
            router.addPeer(
                Nodes.peer(peer),
                new PeerTraits(version, random.nextBoolean(), direct, ip, random.nextInt(2)),
                fixture.now));
      }
      case 1 -> check(router.removePeer(Nodes.peer(peer), fixture.now));
      case 2, 3 -> check(fixture.heartbeat());
      case 4 -> check(router.publish(RouterFixture.RULES, new byte[] {1}, fixture.now));
      case 5 -> {
        check(router.leave(RouterFixture.TOPIC, fixture.now));
        check(router.join(RouterFixture.RULES, fixture.now));
      }
      case 6, 7, 8 -> {
        if (!delivered.isEmpty()) {
          Verdict verdict = any(Verdict.values());
          check(router.onVerdict(delivered.poll(), verdict, fixture.now));
        }
      }
      default -> said(peer, RandomRpcs.next(random));
    }
  }

  private <T> T any(T[] values) {
    return List.of(values).get(random.nextInt(values.length));
  }

  /** A peer, whether it is known or not, says something. */
  void said(int peer, Rpc rpc) {
    check(fixture.rpc(peer, rpc));
  }

  void check(List<Effect> effects) {
    for (Effect effect : effects) {
      if (effect instanceof Effect.Deliver deliver) {
        delivered.add(deliver.id());
      } else if (effect instanceof Effect.Send send) {
        for (byte[] part : RpcCodec.encode(send.rpc())) {
          assertTrue(part.length <= RpcSplitter.MAX_RPC);
        }
      }
    }
    Footprint footprint = router.footprint();
    assertTrue(footprint.pending() <= GossipRouter.MAX_PENDING);
    assertTrue(footprint.seen() <= GossipRouter.MAX_SEEN);
    assertTrue(footprint.cachedBytes() <= GossipRouter.MAX_CACHED_BYTES);
    assertTrue(footprint.topicsOfAPeer() <= Peer.MAX_TOPICS);
    assertTrue(footprint.unwantedOfAPeer() <= 3 * Peer.MAX_UNWANTED);
    assertTrue(footprint.promises() <= PEERS * 10 * 4); // IHAVEs in the time that one may take
    assertTrue(router.mesh(RouterFixture.TOPIC).size() <= footprint.peers());
    for (int i = 1; i <= PEERS; i++) {
      assertTrue(Double.isFinite(fixture.score(i)));
    }
  }
}
