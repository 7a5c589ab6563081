package org.pando.gossip.topics;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.pando.gossip.GossipException;
import org.pando.gossip.PeerId;
import org.pando.gossip.host.ConnectionInfo;
import org.pando.gossip.host.Host;
import org.pando.gossip.host.HostListener;
import org.pando.gossip.host.Identified;
import org.pando.gossip.host.LoopStream;
import org.pando.gossip.host.StreamHandler;
import org.pando.gossip.pubsub.Effect.Send;
import org.pando.gossip.pubsub.PeerTraits;
import org.pando.gossip.pubsub.PeerTraits.Version;
import org.pando.gossip.pubsub.Rpc;
import org.pando.gossip.pubsub.RpcCodec;
import org.pando.gossip.wire.LengthFrames;

/** The stream pairs to all connected peers that speak gossip. Owned by the gossip loop. */
final class Peering {
  private static final int MAX_STREAMS_PER_PEER = 4;

  /** Hears of peers. */
  interface Listener {
    /** Our stream to the peer stands, or stands anew. */
    void opened(PeerId peer, PeerTraits traits);

    /** The peer's signed record, as identify has checked it. */
    void introduced(PeerId peer, byte[] signedRecord);

    void said(PeerId peer, Rpc rpc);

    /** Whether it is better to read no more for now. */
    boolean isBusy();

    void malformed(PeerId peer, GossipException problem);

    void gone(PeerId peer);
  }

  private final Host host;
  private final Listener listener;
  private final Map<PeerId, PeerStreams> peers = new LinkedHashMap<>();
  private final Set<PeerId> trusted = new HashSet<>();
  private boolean closed;
  private int turn;

  private @Nullable Rpc encoded;
  private List<byte[]> frames = List.of();

  Peering(Host host, Listener listener) {
    this.host = host;
    this.listener = listener;
  }

  void start() {
    for (String protocol : Protocols.ALL) {
      host.serve(protocol, Accepted::new, MAX_STREAMS_PER_PEER);
    }
    host.addListener(new OfHost());
  }

  void close() {
    closed = true;
    List.copyOf(peers.values()).forEach(PeerStreams::close);
    peers.clear();
  }

  void trust(PeerId peer) {
    trusted.add(peer);
  }

  @SuppressWarnings("ReferenceEquality") // several peers get the very same RPC
  void send(Send send) {
    @Nullable PeerStreams streams = peers.get(send.to());
    if (streams == null) {
      return;
    }
    if (encoded != send.rpc()) {
      encoded = send.rpc();
      frames = RpcCodec.encode(send.rpc()).stream().map(LengthFrames::frame).toList();
    }
    streams.outbound().send(frames, send.priority());
  }

  /** Reading goes on; each time another peer is the first. */
  void goOn() {
    List<PeerStreams> inTurn = new ArrayList<>(peers.values());
    Collections.rotate(inTurn, turn++);
    inTurn.forEach(PeerStreams::goOn);
  }

  /** Those who have not taken in time what was sent to them since the last call. */
  List<PeerId> slow() {
    List<PeerId> slow = new ArrayList<>();
    peers.forEach(
        (peer, streams) -> {
          if (streams.outbound().takeDropped() > 0) {
            slow.add(peer);
          }
        });
    return slow;
  }

  private PeerStreams streams(PeerId peer) {
    return peers.computeIfAbsent(peer, none -> new PeerStreams(host, peer, new OfStreams()));
  }

  private PeerTraits traits(PeerId peer, Version version) {
    List<ConnectionInfo> connections = host.connections(peer);
    boolean outbound = connections.stream().anyMatch(ConnectionInfo::outbound);
    String ip =
        connections.isEmpty() || connections.getFirst().remote().isUnresolved()
            ? ""
            : connections.getFirst().remote().getAddress().getHostAddress();
    return new PeerTraits(version, outbound, false, ip, trusted.contains(peer) ? 1 : 0);
  }

  private void introduce(PeerId peer, Identified identified) {
    if (identified.signedRecord().length > 0) {
      listener.introduced(peer, identified.signedRecord());
    }
  }

  private final class OfHost implements HostListener {
    @Override
    public void connected(PeerId peer, ConnectionInfo first) {
      @Nullable Identified known = host.identified(peer);
      if (known != null) {
        identified(peer, known);
      }
    }

    @Override
    public void identified(PeerId peer, Identified identified) {
      if (!closed) {
        streams(peer).speaks(identified.protocols());
        introduce(peer, identified);
      }
    }

    @Override
    public void disconnected(PeerId peer) {
      @Nullable PeerStreams streams = peers.remove(peer);
      if (streams != null) {
        streams.close();
        listener.gone(peer);
      }
    }
  }

  private final class OfStreams implements PeerStreams.Listener {
    @Override
    public void opened(PeerId peer, Version version) {
      listener.opened(peer, traits(peer, version));
      @Nullable Identified identified = host.identified(peer);
      if (identified != null) {
        introduce(peer, identified);
      }
    }

    @Override
    public void said(PeerId peer, Rpc rpc) {
      listener.said(peer, rpc);
    }

    @Override
    public boolean isBusy() {
      return listener.isBusy();
    }

    @Override
    public void malformed(PeerId peer, GossipException problem) {
      listener.malformed(peer, problem);
    }

    @Override
    public void gone(PeerId peer) {
      listener.gone(peer);
    }
  }

  /** A stream that a peer has opened to us. */
  private final class Accepted implements StreamHandler {
    @Override
    public void opened(LoopStream stream) {
      if (closed) {
        stream.reset();
      } else {
        streams(stream.peer()).accept(stream);
      }
    }

    @Override
    public void data(LoopStream stream, byte[] bytes) {
      @Nullable PeerStreams streams = peers.get(stream.peer());
      if (streams != null) {
        streams.data(bytes);
      }
    }

    /** The peer gives the stream up: so do we. */
    @Override
    public void ended(LoopStream stream) {
      stream.end();
    }

    @Override
    public void closed(LoopStream stream) {
      @Nullable PeerStreams streams = peers.get(stream.peer());
      if (streams != null) {
        streams.lost(stream);
      }
    }
  }
}
