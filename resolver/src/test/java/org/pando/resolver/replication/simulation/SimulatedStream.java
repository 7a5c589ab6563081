package org.pando.resolver.replication.simulation;

import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;
import org.pando.gossip.GossipException;
import org.pando.gossip.GossipException.Kind;
import org.pando.gossip.MessageStream;
import org.pando.gossip.PeerId;
import org.pando.gossip.Protocol;
import org.pando.gossip.simulation.SimulatedNode;

/** One end of a stream between two simulated nodes; whoever waits on it is a {@link Strand}. */
final class SimulatedStream implements MessageStream {
  private final SimulatedGossip gossip;
  private final SimulatedNode peer;
  private final Protocol protocol;
  private final long number;
  private final boolean opener;
  private final Queue<byte[]> come = new ArrayDeque<>();
  private int sent;
  private int received;
  private int waits;
  private boolean ended;
  private boolean peerEnded;
  private @Nullable GossipException failure;
  private @Nullable Strand waiting;

  SimulatedStream(
      SimulatedGossip gossip, SimulatedNode peer, Protocol protocol, long number, boolean opener) {
    this.gossip = gossip;
    this.peer = peer;
    this.protocol = protocol;
    this.number = number;
    this.opener = opener;
  }

  SimulatedNode node() {
    return peer;
  }

  long number() {
    return number;
  }

  boolean isOpener() {
    return opener;
  }

  @Override
  public PeerId peer() {
    return peer.id();
  }

  void open() {
    packet(StreamPacket.Kind.OPEN, protocol.id(), new byte[0]);
  }

  @Override
  public void send(byte[] message) throws GossipException {
    checkOpen();
    if (message.length > protocol.maxMessage()) {
      throw GossipException.limit("a message of " + message.length + " bytes");
    }
    packet(StreamPacket.Kind.MESSAGE, "", gossip.altered(message));
  }

  private void packet(StreamPacket.Kind kind, String opened, byte[] message) {
    gossip.send(peer, new StreamPacket(number, opener, sent++, kind, opened, message));
  }

  private void checkOpen() throws GossipException {
    GossipException failed = failure;
    if (failed != null) {
      throw failed;
    }
  }

  @Override
  public byte @Nullable [] receive() throws GossipException, InterruptedException {
    while (come.isEmpty()) {
      checkOpen();
      if (peerEnded) {
        return null;
      }
      Strand strand = Strand.current();
      int wait = ++waits;
      gossip.node().after(protocol.patience(), () -> timeOut(wait));
      waiting = strand;
      try {
        strand.pause();
      } finally {
        waiting = null;
      }
    }
    return come.remove();
  }

  private void timeOut(int wait) {
    if (waiting != null && wait == waits) {
      fail(new GossipException(Kind.TIMEOUT, "nothing came for " + protocol.patience()));
    }
  }

  /** A packet has come. Called by the simulation. */
  void received(StreamPacket packet) {
    if (packet.order() != received++) {
      fail(new GossipException(Kind.CLOSED, "a packet was lost"));
      return;
    }
    switch (packet.kind()) {
      case OPEN -> {}
      case MESSAGE -> {
        if (packet.message().length > protocol.maxMessage()) {
          reset(GossipException.limit("a message of " + packet.message().length + " bytes came"));
        } else {
          come.add(packet.message());
          wake();
        }
      }
      case END -> {
        peerEnded = true;
        wake();
        gossip.forgetIfOver(this);
      }
      case RESET -> fail(new GossipException(Kind.CLOSED, "the peer has reset the stream"));
    }
  }

  /** What comes is no longer wanted. */
  void reset(GossipException why) {
    if (failure == null) {
      packet(StreamPacket.Kind.RESET, "", new byte[0]);
      fail(why);
    }
  }

  void fail(GossipException why) {
    if (failure == null) {
      failure = why;
      gossip.forget(this);
      wake();
    }
  }

  private void wake() {
    Strand strand = waiting;
    waiting = null;
    if (strand != null) {
      strand.resume();
    }
  }

  boolean isOver() {
    return failure != null || (ended && peerEnded);
  }

  @Override
  public void end() {
    if (!ended && failure == null) {
      ended = true;
      packet(StreamPacket.Kind.END, "", new byte[0]);
      gossip.forgetIfOver(this);
    }
  }

  @Override
  public void close() {
    if (!isOver()) {
      reset(new GossipException(Kind.CLOSED, "the stream was closed"));
    }
  }
}
