package org.pando.resolver.replication;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.pando.gossip.GossipException;
import org.pando.gossip.PeerId;
import org.pando.registry.Network;
import org.pando.registry.NetworkId;
import org.pando.registry.RegistryException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides when a network is brought up to date with a peer: when the peer comes, when it holds
 * something else, and every few minutes, because gossip forgets. One session at a time for each
 * network and peer. Any thread.
 */
final class Synchronizer {
  private static final Logger LOG = LoggerFactory.getLogger(Synchronizer.class);

  /** Before a peer that is loading its names, or another one that is copied, is asked again. */
  private static final Duration LATER = Duration.ofSeconds(5);

  /** After so long without a word nobody knows what the others hold. */
  private static final Duration SILENCE = Duration.ofHours(1);

  /** So many peers that have gone are remembered in each network. */
  private static final int MOST_GONE = 1000;

  private final Replication.Tools tools;
  private final Intake intake;
  private final Map<NetworkId, Neighbours> networks = new ConcurrentHashMap<>();

  /** The peers of one network. */
  private record Neighbours(SyncTurns turns, Map<PeerId, SyncLink> links) {}

  Synchronizer(Replication.Tools tools, Intake intake) {
    this.tools = tools;
    this.intake = intake;
  }

  /** The peer has come: has a session with it soon. */
  void arrived(SharedNetwork shared, PeerId peer) {
    link(shared.network(), peer).arrived(now());
    tend(shared, peer);
  }

  /** A message or a bundle of the network came from a peer. */
  void heard(Network network, PeerId peer) {
    link(network, peer).heard(now());
  }

  /** A peer began a session; has one with it soon when it holds something else. */
  boolean asked(SharedNetwork shared, PeerId peer, SyncMessage.Hello theirs) {
    SyncLink link = link(shared.network(), peer);
    if (!link.mayAsk(now())) {
      return false;
    }
    if (shared.inventory().isWhole()) {
      SyncMessage.Hello ours = shared.inventory().hello();
      link.said(theirs, ours);
      if (!theirs.fingerprint().equals(ours.fingerprint())) {
        link.hasten(now());
        tend(shared, peer);
      }
    }
    return true;
  }

  /** Whether a peer may copy the network from its first name on. */
  boolean mayCopy(Network network, PeerId peer) {
    return link(network, peer).mayCopy(now());
  }

  /** Has a session with a connected peer when it is time for one. */
  void tend(SharedNetwork shared, PeerId peer) {
    SyncLink link = link(shared.network(), peer);
    SyncTurns turns = neighbours(shared.network()).turns();
    long now = now();
    if (!shared.inventory().isWhole() || !link.isDue(now) || !turns.begin(now)) {
      return;
    }
    if (link.begin(now)) {
      tools.workers().execute(() -> run(shared, peer, link, turns));
    } else {
      turns.end();
    }
  }

  private void run(SharedNetwork shared, PeerId peer, SyncLink link, SyncTurns turns) {
    try (SyncStream stream = new SyncStream(shared.node().open(peer, SyncStream.PROTOCOL))) {
      meet(shared, peer, link, new SyncSession(shared, stream, intake, link, turns, tools.nanos()));
    } catch (GossipException e) {
      failed(shared, peer, link, e); // nobody is there
    } catch (InterruptedException e) {
      link.failed("the node is stopping", now());
      Thread.currentThread().interrupt();
    } finally {
      turns.end();
    }
  }

  private void meet(SharedNetwork shared, PeerId peer, SyncLink link, SyncSession session)
      throws InterruptedException {
    try {
      switch (session.run()) {
        case WHOLE -> link.compared(session.since(), now());
        case PART -> link.interrupted(SyncLink.REST, now());
        case NOTHING -> link.failed("it tells no end of what it holds", now());
        case LATER -> link.interrupted(LATER, now());
      }
      if (session.learned() > 0) {
        LOG.info("{}: changes from {}: {}", suffix(shared), peer, session.learned());
      }
    } catch (GossipException e) {
      switch (e.kind()) {
        case MALFORMED, PROTOCOL, LIMIT -> broken(shared, peer, link, e);
        case UNREACHABLE, REFUSED, TIMEOUT, CLOSED -> {
          if (session.isPutOff()) {
            link.interrupted(LATER, now());
          } else {
            failed(shared, peer, link, e);
          }
        }
      }
    } catch (RegistryException e) {
      failed(shared, peer, link, e);
    }
  }

  private void failed(SharedNetwork shared, PeerId peer, SyncLink link, Exception why) {
    LOG.debug("{}: not in sync with {}: {}", suffix(shared), peer, why.getMessage());
    link.failed(String.valueOf(why.getMessage()), now());
  }

  private void broken(SharedNetwork shared, PeerId peer, SyncLink link, GossipException why) {
    LOG.info("{}: {} broke the rules: {}", suffix(shared), peer, why.getMessage());
    link.broken(String.valueOf(why.getMessage()), now());
    shared.node().penalize(peer);
  }

  private static String suffix(SharedNetwork shared) {
    return shared.network().suffixText();
  }

  private long now() {
    return tools.nanos().getAsLong();
  }

  private Neighbours neighbours(Network network) {
    return networks.computeIfAbsent(
        network.id(), id -> new Neighbours(new SyncTurns(), new ConcurrentHashMap<>()));
  }

  private SyncLink link(Network network, PeerId peer) {
    return neighbours(network)
        .links()
        .computeIfAbsent(peer, id -> new SyncLink(tools.random(), now()));
  }

  /**
   * How this node stands with a network.
   *
   * @param connected its members that are connected
   */
  NetworkSync of(Network network, Set<PeerId> connected) {
    return new SyncReport(network, neighbours(network).links(), this::instant)
        .network(connected, now(), SILENCE);
  }

  /** How this node stands with a peer. */
  PeerSync of(Network network, PeerId peer) {
    return new SyncReport(network, neighbours(network).links(), this::instant).peer(peer);
  }

  private Instant instant(long time) {
    return tools.clock().instant().minusNanos(now() - time);
  }

  /** Forgets peers that have gone long ago, and of too many those that went first. */
  void forgetGone(Network network, Set<PeerId> connected) {
    Map<PeerId, SyncLink> links = neighbours(network).links();
    long now = now();
    links
        .entrySet()
        .removeIf(
            link ->
                !connected.contains(link.getKey())
                    && link.getValue().isForgettable(now, SILENCE.multipliedBy(24)));
    if (links.size() - connected.size() > MOST_GONE) {
      links.entrySet().stream()
          .filter(link -> !connected.contains(link.getKey()))
          .filter(link -> link.getValue().isForgettable(now, Duration.ZERO))
          .sorted(Comparator.comparingLong(link -> link.getValue().lastAt()))
          .limit(links.size() - connected.size() - MOST_GONE)
          .forEach(link -> links.remove(link.getKey()));
    }
  }

  /** Forgets a network. */
  void forget(NetworkId network) {
    networks.remove(network);
  }
}
