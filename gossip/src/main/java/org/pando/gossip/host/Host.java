package org.pando.gossip.host;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.pando.gossip.PeerAddress;
import org.pando.gossip.PeerId;
import org.pando.gossip.Surroundings;

/**
 * Connections to peers and streams over them. Every method but {@link #execute}, {@link #id} and
 * {@link #surroundings} belongs to the gossip loop, where listeners and stream handlers are called
 * too; nothing waits.
 */
public interface Host {
  PeerId id();

  Surroundings surroundings();

  /** Runs a task on the gossip loop, after those given before. Any thread. */
  void execute(Runnable task);

  /** Runs a task on the gossip loop later, unless it is cancelled. */
  Timer after(Duration delay, Runnable task);

  /** The loop's clock in nanoseconds, {@link Surroundings#nanos}. */
  long now();

  /**
   * Accepts streams of a protocol from now on.
   *
   * @param handlers makes one handler for each stream
   * @param maxStreamsPerPeer how many one peer may have open; more are refused
   * @throws IllegalArgumentException when the protocol is served already
   */
  void serve(String protocol, Supplier<? extends StreamHandler> handlers, int maxStreamsPerPeer);

  /** What is served, in no order. */
  Set<String> protocols();

  /**
   * Opens a stream over the preferred connection to a peer. It does not dial: without a connection
   * the handler is closed with UNREACHABLE. Returns before the handler hears of it.
   *
   * @param protocols best first
   */
  void open(PeerId peer, List<String> protocols, StreamHandler handler);

  /**
   * Connects to a peer at an address, unless it is connected, being dialed there, or backed off
   * from after a failure. Listeners hear of success; {@link #problem} tells of failure.
   */
  void connect(PeerAddress address);

  /** Stays connected to a peer, reconnecting when the connection ends; protects it. */
  void keep(PeerAddress address);

  /**
   * Closes all connections to a peer; one that is kept is dialed again, later. The reason is
   * logged.
   */
  void disconnect(PeerId peer, String reason);

  /** Keeps the peer's connections when there are too many, as long as one tag stands. */
  void protect(PeerId peer, String tag);

  void unprotect(PeerId peer, String tag);

  /** The peers with at least one connection. */
  Set<PeerId> peers();

  /** The connections to a peer, the preferred one first; empty when there are none. */
  List<ConnectionInfo> connections(PeerId peer);

  /** Reports what a connected peer has said of itself; listeners hear of it. */
  void identified(PeerId peer, Identified identified);

  /** What a connected peer has said of itself, {@code null} as long as it has not. */
  @Nullable Identified identified(PeerId peer);

  /** Why the last attempt to connect to the peer failed; empty when none did. */
  String problem(PeerId peer);

  /**
   * Where this node may be reached: what it listens on, interfaces instead of wildcards, then what
   * was announced. Multiaddrs without {@code /p2p/…}, loopback and private ones among them: who
   * tells a peer leaves out what is of no use there.
   */
  List<String> addresses();

  /**
   * Adds addresses that peers reach this node at, instead of what the same source said before.
   *
   * @param source {@code observed}, {@code port mapping}
   */
  void announce(String source, List<String> addresses);

  /** Hears of peers from now on, and at once of those already connected. */
  void addListener(HostListener listener);

  /** A task that waits for its time. */
  @FunctionalInterface
  interface Timer {
    /** Forgets the task; does nothing when it has run. */
    void cancel();
  }
}
