package org.pando.gossip.host;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.pando.gossip.GossipException;
import org.pando.gossip.GossipException.Kind;
import org.pando.gossip.PeerId;

/**
 * One dial of a peer, after RFC 8305: its addresses are tried one after another, each 250 ms behind
 * the one before or at once when that fails; the first that connects is upgraded and all others are
 * closed. If the upgrade fails, the addresses not tried yet have their turn. Owned by the gossip
 * loop.
 */
final class Dial {
  /** What a dial needs of the network. */
  interface Network {
    /** Connects to an address; one of the two is told at most, also when the attempt is closed. */
    Attempt connect(InetSocketAddress to, Consumer<Attempt> connected, Consumer<String> failed);

    /** Upgrades what has connected; null tells success. */
    void upgrade(Attempt attempt, PeerId peer, Consumer<@Nullable GossipException> done);
  }

  /** A socket that is connecting or connected. */
  interface Attempt {
    void close();
  }

  static final Duration STAGGER = Duration.ofMillis(250);
  static final Duration PATIENCE = Duration.ofSeconds(10);

  private final PeerId peer;
  private final ArrayDeque<InetSocketAddress> waiting;
  private final Network network;
  private final Loop loop;
  private final Consumer<@Nullable GossipException> done;
  private final Map<InetSocketAddress, Attempt> connecting = new HashMap<>();
  private final List<String> failures = new ArrayList<>();
  private Host.Timer deadline = () -> {};
  private Host.Timer stagger = () -> {};
  private @Nullable Attempt upgrading;
  private boolean over;

  /**
   * @param targets in the order to try
   * @param done told once, null for success
   */
  Dial(
      PeerId peer,
      List<InetSocketAddress> targets,
      Network network,
      Loop loop,
      Consumer<@Nullable GossipException> done) {
    this.peer = peer;
    this.waiting = new ArrayDeque<>(targets);
    this.network = network;
    this.loop = loop;
    this.done = done;
  }

  void start() {
    deadline =
        loop.after(
            PATIENCE,
            () -> end(failure(Kind.TIMEOUT, "no answer in " + PATIENCE.toSeconds() + " s")));
    next();
  }

  private void next() {
    stagger.cancel();
    if (over || upgrading != null) {
      return;
    }
    InetSocketAddress target = waiting.poll();
    if (target == null) {
      if (connecting.isEmpty()) {
        end(failure(Kind.UNREACHABLE, "no address is left to try"));
      }
      return;
    }
    stagger = loop.after(STAGGER, this::next);
    connecting.put(
        target,
        network.connect(target, attempt -> connected(target, attempt), why -> failed(target, why)));
  }

  private void failed(InetSocketAddress target, String why) {
    if (over || connecting.remove(target) == null) {
      return;
    }
    failures.add(SocketText.of(target) + ": " + why);
    next();
  }

  private void connected(InetSocketAddress target, Attempt attempt) {
    if (over || upgrading != null || connecting.remove(target) == null) {
      attempt.close();
      return;
    }
    stagger.cancel();
    upgrading = attempt;
    closeConnecting();
    network.upgrade(attempt, peer, problem -> upgraded(target, attempt, problem));
  }

  private void upgraded(
      InetSocketAddress target, Attempt attempt, @Nullable GossipException problem) {
    if (over) {
      return;
    }
    if (problem == null) {
      end(null);
      return;
    }
    attempt.close();
    upgrading = null;
    failures.add(SocketText.of(target) + ": " + problem.getMessage());
    if (waiting.isEmpty()) {
      end(failure(problem.kind(), ""));
    } else {
      next();
    }
  }

  /** Gives up, without a word to {@code done}. */
  void abandon() {
    over = true;
    deadline.cancel();
    stagger.cancel();
    closeConnecting();
    if (upgrading != null) {
      upgrading.close();
    }
  }

  private void end(@Nullable GossipException problem) {
    if (problem == null) {
      upgrading = null;
    }
    abandon();
    done.accept(problem);
  }

  /** A socket that is closed while it connects says so at once: nobody may be waiting for it. */
  private void closeConnecting() {
    List<Attempt> losers = List.copyOf(connecting.values());
    connecting.clear();
    losers.forEach(Attempt::close);
  }

  private GossipException failure(Kind kind, String last) {
    List<String> all = new ArrayList<>(failures);
    if (all.isEmpty()) {
      all.add(last);
    }
    return new GossipException(
        kind, "cannot connect to " + peer + " (" + String.join("; ", all) + ")");
  }
}
