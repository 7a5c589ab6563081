package org.pando.gossip.host;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.pando.gossip.GossipException;
import org.pando.gossip.PeerId;
import org.pando.gossip.Pieces;
import org.pando.gossip.TestIdentity;

/** Two connections back to back, without sockets, in virtual time. */
final class Pair {
  /** One side. */
  static final class Side implements Connection.Owner {
    final Protocols protocols = new Protocols();
    final List<GossipException> ends = new ArrayList<>();
    final List<Heard> accepted = new ArrayList<>();
    int messagesOut;
    int wakes;
    @Nullable GossipException refusal;

    void serve(String protocol, int max) {
      protocols.serve(
          protocol,
          () -> {
            Heard heard = Heard.echo();
            accepted.add(heard);
            return heard;
          },
          max);
    }

    @Override
    public void upgraded(Connection connection) throws GossipException {
      if (refusal != null) {
        throw refusal;
      }
    }

    @Override
    public boolean serves(String protocol) {
      return protocols.serves(protocol);
    }

    @Override
    public @Nullable StreamHandler accept(PeerId peer, String protocol) {
      return protocols.accept(peer, protocol);
    }

    @Override
    public void released(PeerId peer, String protocol) {
      protocols.released(peer, protocol);
    }

    @Override
    public void closed(Connection connection, GossipException why) {
      ends.add(why);
    }
  }

  static final TestIdentity ONE = TestIdentity.of(1);
  static final TestIdentity TWO = TestIdentity.of(2);
  static final long SECOND = 1_000_000_000L;

  final Side one = new Side();
  final Side two = new Side();
  final Connection dialer;
  final Connection listener;
  long now;
  private final RandomGenerator pieces;
  private final int mostBytes;

  Pair(PeerId expected, long seed, int mostBytes) {
    this(expected, null, null, seed, mostBytes);
  }

  /** Of networks with a key each, which are public without one. */
  Pair(
      PeerId expected,
      byte @Nullable [] dialersKey,
      byte @Nullable [] listenersKey,
      long seed,
      int mostBytes) {
    this.pieces = new Random(seed);
    this.mostBytes = mostBytes;
    InetSocketAddress here = new InetSocketAddress(InetAddress.getLoopbackAddress(), 1);
    InetSocketAddress there = new InetSocketAddress(InetAddress.getLoopbackAddress(), 2);
    SecureRandom random = new SecureRandom();
    long deadline = 10 * SECOND;
    Credentials dialers = new Credentials(ONE, random, dialersKey);
    dialer =
        new Connection(
            one,
            new ConnectionEnds(1, true, there, here),
            dialers.dialer(expected),
            dialers.protector(),
            deadline);
    Credentials listeners = new Credentials(TWO, random, listenersKey);
    listener =
        new Connection(
            two,
            new ConnectionEnds(1, false, here, there),
            listeners.listener(),
            listeners.protector(),
            deadline);
  }

  /** Upgraded, in random pieces. */
  static Pair upgraded(long seed) {
    Pair pair = new Pair(TWO.peerId(), seed, 1400);
    pair.start();
    pair.run();
    return pair;
  }

  void start() {
    dialer.start(() -> one.wakes++);
    listener.start(() -> two.wakes++);
  }

  /** Carries bytes until both are silent. */
  void run() {
    boolean moved;
    do {
      moved = carry(dialer, one, listener);
      moved |= carry(listener, two, dialer);
    } while (moved);
  }

  private boolean carry(Connection from, Side side, Connection to) {
    byte[] next = from.output();
    if (next.length == 0) {
      return false;
    }
    side.messagesOut++;
    for (byte[] piece : Pieces.random(next, mostBytes, pieces)) {
      to.received(piece, now);
    }
    return true;
  }

  Heard open(Set<String> spoken, String... protocols) {
    Heard heard = new Heard();
    dialer.open(TWO.peerId(), Proposal.to(spoken, List.of(protocols)), heard, now);
    return heard;
  }

  void tick(long seconds) {
    for (long i = 0; i < seconds; i++) {
      now += SECOND;
      dialer.tick(now);
      listener.tick(now);
    }
  }
}
