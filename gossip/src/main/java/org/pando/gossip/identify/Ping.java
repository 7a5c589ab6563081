package org.pando.gossip.identify;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.pando.gossip.PeerId;
import org.pando.gossip.host.ConnectionInfo;
import org.pando.gossip.host.Host;
import org.pando.gossip.host.HostListener;
import org.pando.gossip.host.Identified;

/**
 * ping (libp2p's ping specification): echoes what peers send, and measures how long peers take to
 * echo, once they have said that they can and every minute after. Owned by the gossip loop.
 */
public final class Ping implements HostListener {
  static final String ID = "/ipfs/ping/1.0.0";
  static final int PAYLOAD = 32;

  private static final int MAX_INBOUND = 2;
  private static final int PINGS_AT_ONCE = 64;
  private static final Duration PING_INTERVAL = Duration.ofMillis(100);
  private static final Duration MEASURE_AGAIN = Duration.ofMinutes(1);

  private final Host host;
  private final Map<PeerId, Measured> peers = new HashMap<>();

  /** One connected peer. */
  private static final class Measured {
    final Quota pings;
    @Nullable Duration roundTrip;
    Host.@Nullable Timer again;

    Measured(long now) {
      this.pings = new Quota(PINGS_AT_ONCE, PING_INTERVAL, now);
    }
  }

  public Ping(Host host) {
    this.host = host;
  }

  /** Echoes and measures from now on. */
  public void start() {
    host.serve(ID, () -> new PingEcho(host, this::mayPing), MAX_INBOUND);
    host.addListener(this);
  }

  /** Measures no more. */
  public void close() {
    peers.values().forEach(Ping::forgetTimer);
    peers.clear();
  }

  /** What the last ping took; {@code null} before the first has come back. */
  public @Nullable Duration roundTrip(PeerId peer) {
    Measured measured = peers.get(peer);
    return measured == null ? null : measured.roundTrip;
  }

  @Override
  public void connected(PeerId peer, ConnectionInfo first) {
    peers.put(peer, new Measured(host.now()));
  }

  @Override
  public void identified(PeerId peer, Identified identified) {
    Measured measured = peers.get(peer);
    if (measured != null && measured.again == null && identified.protocols().contains(ID)) {
      measure(peer, measured);
    }
  }

  @Override
  public void disconnected(PeerId peer) {
    Measured measured = peers.remove(peer);
    if (measured != null) {
      forgetTimer(measured);
    }
  }

  private static void forgetTimer(Measured measured) {
    if (measured.again != null) {
      measured.again.cancel();
    }
  }

  /** A probe is over long before the next: a peer has one stream of ours at a time. */
  private void measure(PeerId peer, Measured measured) {
    measured.again = host.after(MEASURE_AGAIN, () -> measure(peer, measured));
    byte[] payload = new byte[PAYLOAD];
    host.surroundings().random().nextBytes(payload);
    host.open(peer, List.of(ID), new PingProbe(host, payload, took -> measured.roundTrip = took));
  }

  private boolean mayPing(PeerId peer) {
    Measured measured = peers.get(peer);
    return measured != null && measured.pings.take(host.now());
  }
}
