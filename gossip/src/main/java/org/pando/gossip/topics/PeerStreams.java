package org.pando.gossip.topics;

import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.pando.gossip.GossipException;
import org.pando.gossip.PeerId;
import org.pando.gossip.host.Host;
import org.pando.gossip.host.LoopStream;
import org.pando.gossip.pubsub.PeerTraits.Version;
import org.pando.gossip.pubsub.Rpc;

/**
 * The pair of streams to one connected peer, whichever of its connections carry them. Owned by the
 * gossip loop.
 */
final class PeerStreams {
  /** After so many vain attempts to open ours, theirs is of no use either. */
  private static final int MAX_FAILURES = 3;

  /** Hears what becomes of the peer. */
  interface Listener {
    /** Our stream to it stands, or stands anew. */
    void opened(PeerId peer, Version version);

    void said(PeerId peer, Rpc rpc);

    boolean isBusy();

    void malformed(PeerId peer, GossipException problem);

    /** There is no pair of streams to it. */
    void gone(PeerId peer);
  }

  private final Host host;
  private final PeerId peer;
  private final Listener listener;
  private final Outbound outbound;
  private final RpcLimits limits;
  private @Nullable Inbound inbound;

  PeerStreams(Host host, PeerId peer, Listener listener) {
    this.host = host;
    this.peer = peer;
    this.listener = listener;
    this.limits = new RpcLimits(host.now());
    this.outbound = new Outbound(host, peer, new OutboundListener());
  }

  Outbound outbound() {
    return outbound;
  }

  void speaks(Set<String> protocols) {
    outbound.speaks(protocols);
  }

  /** The peer opened a stream: it replaces the one before. */
  void accept(LoopStream stream) {
    @Nullable Inbound old = inbound;
    inbound = new Inbound(host, stream, new InboundListener(), limits, !outbound.isOpen());
    if (old != null) {
      old.close();
      old.stream().reset();
    }
  }

  /** The peer's stream, the last that was accepted, brings bytes. */
  void data(byte[] bytes) {
    if (inbound != null) {
      inbound.data(bytes);
    }
  }

  /** It is not busy any more. */
  void goOn() {
    if (inbound != null) {
      inbound.goOn();
    }
  }

  /** The peer's stream is closed. */
  void lost(LoopStream stream) {
    if (inbound != null && inbound.reads(stream)) {
      inbound.close();
      inbound = null;
    }
  }

  /** The peer is gone. */
  void close() {
    outbound.giveUp();
    dropInbound();
  }

  private void dropInbound() {
    @Nullable Inbound dropped = inbound;
    inbound = null;
    if (dropped != null) {
      dropped.close();
      dropped.stream().reset();
    }
  }

  private final class OutboundListener implements Outbound.Listener {
    @Override
    public void opened(Version version) {
      listener.opened(peer, version);
      if (inbound != null) {
        inbound.release();
      }
    }

    @Override
    public void closed(int failures) {
      if (failures == MAX_FAILURES) {
        dropInbound();
        listener.gone(peer);
      }
    }
  }

  private final class InboundListener implements Inbound.Listener {
    @Override
    public void said(Rpc rpc) {
      listener.said(peer, rpc);
    }

    @Override
    public boolean isBusy() {
      return listener.isBusy();
    }

    @Override
    public void malformed(GossipException problem) {
      listener.malformed(peer, problem);
    }
  }
}
