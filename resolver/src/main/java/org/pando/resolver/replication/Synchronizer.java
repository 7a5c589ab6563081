package org.pando.resolver.replication;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.pando.gossip.GossipException;
import org.pando.gossip.PeerId;
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
  private static final Duration EVERY = Duration.ofMinutes(5);
  private static final Duration AFTER_FAILURE = Duration.ofSeconds(30);

  /** After one session the next one may follow at once, but not endlessly. */
  private static final Duration REST = Duration.ofSeconds(1);

  private final Replication.Tools tools;
  private final Intake intake;
  private final Map<Link, State> links = new ConcurrentHashMap<>();

  private record Link(NetworkId network, PeerId peer) {}

  /** Of one network and peer. */
  private static final class State {
    private final AtomicBoolean running = new AtomicBoolean();
    private volatile long nextAt;
    private volatile long endedAt;
    private volatile @Nullable Instant compared;
  }

  Synchronizer(Replication.Tools tools, Intake intake) {
    this.tools = tools;
    this.intake = intake;
  }

  /** Has a session soon: the peer has come, or holds something else. */
  void soon(SharedNetwork shared, PeerId peer) {
    State state = state(shared, peer);
    long now = tools.nanos().getAsLong();
    state.nextAt = Math.max(now, state.endedAt + REST.toNanos());
    tend(shared, peer);
  }

  /** Has a session with a connected peer when it is time for one. */
  void tend(SharedNetwork shared, PeerId peer) {
    State state = state(shared, peer);
    if (tools.nanos().getAsLong() - state.nextAt >= 0
        && shared.inventory().isWhole()
        && state.running.compareAndSet(false, true)) {
      tools.workers().execute(() -> run(shared, peer, state));
    }
  }

  private State state(SharedNetwork shared, PeerId peer) {
    return links.computeIfAbsent(new Link(shared.network().id(), peer), link -> fresh());
  }

  private State fresh() {
    State state = new State();
    state.nextAt = tools.nanos().getAsLong();
    state.endedAt = state.nextAt - REST.toNanos();
    return state;
  }

  private void run(SharedNetwork shared, PeerId peer, State state) {
    Duration next = AFTER_FAILURE;
    try (SyncStream stream = new SyncStream(shared.node().open(peer, SyncStream.PROTOCOL))) {
      int learned = new SyncSession(shared, stream, intake).run();
      state.compared = tools.clock().instant();
      next = EVERY;
      if (learned > 0) {
        LOG.info("{}: {} changes from {}", shared.network().suffixText(), learned, peer);
      }
    } catch (GossipException | RegistryException e) {
      LOG.debug("{}: not in sync with {}: {}", shared.network().suffixText(), peer, e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      state.endedAt = tools.nanos().getAsLong();
      state.nextAt = state.endedAt + jittered(next).toNanos();
      state.running.set(false);
    }
  }

  /** 20 % more or less. */
  private Duration jittered(Duration duration) {
    return duration.multipliedBy(800 + tools.random().nextInt(401)).dividedBy(1000);
  }

  /** When a network was compared with a peer's last; null when it never was to the end. */
  @Nullable Instant compared(NetworkId network, PeerId peer) {
    State state = links.get(new Link(network, peer));
    return state == null ? null : state.compared;
  }

  /** Forgets a network. */
  void forget(NetworkId network) {
    links.keySet().removeIf(link -> link.network().equals(network));
  }
}
