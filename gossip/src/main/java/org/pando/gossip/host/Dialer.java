package org.pando.gossip.host;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.pando.gossip.GossipException;
import org.pando.gossip.GossipException.Kind;
import org.pando.gossip.PeerAddress;
import org.pando.gossip.Surroundings;

/**
 * Dials peers, so many at once and each once at a time, leaves those that failed alone for a while,
 * and reconnects those that are kept. Owned by the gossip loop; names are looked up by workers.
 */
final class Dialer {
  /** How many peers may wait for their turn. */
  private static final int MAX_QUEUE = 512;

  /** A connection that ends sooner counts as a failed attempt. */
  private static final long SOON = Duration.ofSeconds(30).toNanos();

  private final Loop loop;
  private final Surroundings surroundings;
  private final Targets targets;
  private final Dial.Network network;
  private final int maxAtOnce;
  private final ArrayDeque<Peer> queue = new ArrayDeque<>();
  private final Set<Dial> dials = new HashSet<>();
  private int running;
  private boolean closed;

  Dialer(Loop loop, Surroundings surroundings, Dial.Network network, int maxAtOnce) {
    this.loop = loop;
    this.surroundings = surroundings;
    this.targets = new Targets(surroundings.names());
    this.network = network;
    this.maxAtOnce = maxAtOnce;
  }

  /**
   * Connects, unless there is a connection or a reason against another attempt. An address that no
   * dial has tried is tried at once: the peer has moved.
   */
  void connect(Peer peer) {
    boolean isTime = peer.hasNews || loop.now() - peer.notBefore >= 0;
    if (!peer.isConnected() && !peer.dialing && isTime) {
      begin(peer);
    }
  }

  /** Connects when need be, and says how it went. */
  void reach(Peer peer, Consumer<@Nullable GossipException> done) {
    long wait = peer.notBefore - loop.now();
    if (peer.preferred() != null) {
      done.accept(null);
    } else if (peer.dialing) {
      peer.waiting.add(done);
    } else if (wait > 0 && wait <= Dial.PATIENCE.toNanos()) {
      peer.waiting.add(done);
      loop.after(Duration.ofNanos(wait), () -> connect(peer));
    } else if (wait > 0) {
      String text = peer.problem.isEmpty() ? peer.id + " hung up" : peer.problem;
      long seconds = Duration.ofNanos(wait).toSeconds() + 1;
      done.accept(
          new GossipException(Kind.UNREACHABLE, text + "; next attempt in " + seconds + " s"));
    } else {
      peer.waiting.add(done);
      begin(peer);
    }
  }

  private void begin(Peer peer) {
    if (closed || queue.size() >= MAX_QUEUE) {
      String why = closed ? "this node closes" : queue.size() + " dials wait for their turn";
      fail(peer, new GossipException(closed ? Kind.CLOSED : Kind.LIMIT, why));
      return;
    }
    peer.dialing = true;
    queue.add(peer);
    startNext();
  }

  private void startNext() {
    while (running < maxAtOnce && !queue.isEmpty()) {
      running++;
      Peer peer = queue.remove();
      List<PeerAddress> addresses = List.copyOf(peer.addresses.reversed());
      peer.hasNews = false;
      surroundings.workers().execute(() -> resolve(peer, addresses));
    }
  }

  /** On a worker. */
  private void resolve(Peer peer, List<PeerAddress> addresses) {
    try {
      List<InetSocketAddress> resolved = targets.of(addresses);
      loop.execute(() -> dial(peer, resolved));
    } catch (GossipException e) {
      loop.execute(() -> ended(peer, e));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      loop.execute(
          () -> ended(peer, new GossipException(Kind.CLOSED, "the look-up was interrupted")));
    }
  }

  private void dial(Peer peer, List<InetSocketAddress> resolved) {
    if (closed) {
      ended(peer, new GossipException(Kind.CLOSED, "this node closes"));
      return;
    }
    Ending ending = new Ending(peer);
    Dial dial = new Dial(peer.id, resolved, network, loop, ending);
    ending.dial = dial;
    dials.add(dial);
    dial.start();
  }

  /** Hears how a dial went. */
  private final class Ending implements Consumer<@Nullable GossipException> {
    private final Peer peer;
    private @Nullable Dial dial;

    Ending(Peer peer) {
      this.peer = peer;
    }

    @Override
    public void accept(@Nullable GossipException problem) {
      dials.remove(dial);
      ended(peer, problem);
    }
  }

  private void ended(Peer peer, @Nullable GossipException problem) {
    running--;
    peer.dialing = false;
    if (problem == null) {
      peer.problem = "";
      peer.tellWaiting(null);
    } else {
      fail(peer, problem);
    }
    startNext();
  }

  private void fail(Peer peer, GossipException problem) {
    peer.problem = String.valueOf(problem.getMessage());
    if (peer.isConnected()) {
      return;
    }
    if (peer.hasNews && !closed && queue.size() < MAX_QUEUE) {
      begin(peer);
      return;
    }
    leaveAlone(peer);
    peer.tellWaiting(problem);
  }

  private void leaveAlone(Peer peer) {
    peer.failures++;
    Duration delay = Backoff.after(peer.failures, peer.kept, surroundings.random());
    peer.notBefore = loop.now() + delay.toNanos();
    if (peer.kept && !closed) {
      loop.after(delay, () -> retry(peer));
    }
  }

  private void retry(Peer peer) {
    if (peer.kept && !closed) {
      connect(peer);
    }
  }

  /** A connection to the peer stands, whoever made it. */
  void connected(Peer peer) {
    peer.tellWaiting(null);
  }

  /** The last connection to the peer has ended; one that is kept is dialed again. */
  void disconnected(Peer peer, long lasted) {
    if (lasted >= SOON) {
      peer.failures = 0;
    }
    leaveAlone(peer);
  }

  void close() {
    closed = true;
    List.copyOf(dials).forEach(Dial::abandon);
    dials.clear();
    for (Peer peer : queue) {
      peer.tellWaiting(new GossipException(Kind.CLOSED, "this node closes"));
    }
    queue.clear();
  }
}
