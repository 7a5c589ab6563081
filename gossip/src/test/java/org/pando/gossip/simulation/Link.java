package org.pando.gossip.simulation;

import java.util.random.RandomGenerator;

/**
 * A connection that one node keeps to another, and makes again when it ends. Packets arrive in
 * order, each after the link's latency and up to a fifth more, and the time that its bytes take at
 * the slower node's rate.
 */
public final class Link {
  private static final double JITTER = 0.2;

  /** Making a connection takes as long as these ways: TCP, Noise, what is spoken, identify. */
  private static final int HANDSHAKE_WAYS = 6;

  private static final long RETRY_NANOS = 2_000_000_000L;

  private final Simulation simulation;
  private final RandomGenerator random;
  private final SimulatedNode dialer;
  private final SimulatedNode listener;
  private final Direction there;
  private final Direction back;
  private int incarnation;
  private boolean open;
  private boolean dialing;
  private boolean unwanted;

  private static final class Direction {
    final long latency;
    long busyUntil;
    long lastArrival;

    Direction(long latency) {
      this.latency = latency;
    }
  }

  Link(
      Simulation simulation,
      SimulatedNode dialer,
      SimulatedNode listener,
      Latency latency,
      RandomGenerator random) {
    this.simulation = simulation;
    this.dialer = dialer;
    this.listener = listener;
    this.random = random;
    this.there = new Direction(latency.draw(random));
    this.back = new Direction(latency.draw(random));
  }

  public SimulatedNode dialer() {
    return dialer;
  }

  public SimulatedNode listener() {
    return listener;
  }

  public boolean isOpen() {
    return open;
  }

  /** How often the connection has changed; what was sent before the last change never arrives. */
  int incarnation() {
    return incarnation;
  }

  SimulatedNode other(SimulatedNode end) {
    return end == dialer ? listener : dialer;
  }

  /** Dials unless it is open, being dialed, or given up by its dialer. */
  void dial() {
    if (!open && !dialing && !unwanted && dialer.isUp()) {
      dialing = true;
      long way = Math.max(there.latency, back.latency);
      simulation.at(simulation.now() + HANDSHAKE_WAYS * way, this::answered);
    }
  }

  private void answered() {
    dialing = false;
    if (!dialer.isUp()) {
      return;
    }
    if (!listener.isUp() || simulation.faults().separates(dialer, listener)) {
      redial();
      return;
    }
    open = true;
    incarnation++;
    simulation.record(Trace.Event.CONNECTED, dialer, listener, incarnation);
    dialer.program().connected(listener, true);
    if (open) {
      listener.program().connected(dialer, false);
    }
  }

  private void redial() {
    simulation.at(simulation.now() + RETRY_NANOS + random.nextLong(RETRY_NANOS), this::dial);
  }

  /** The connection ends at both ends, and is made again. */
  void lose() {
    if (!open) {
      return;
    }
    open = false;
    incarnation++;
    there.busyUntil = 0;
    back.busyUntil = 0;
    simulation.record(Trace.Event.DISCONNECTED, dialer, listener, incarnation);
    for (SimulatedNode end : new SimulatedNode[] {dialer, listener}) {
      if (end.isUp()) {
        end.program().disconnected(other(end));
      }
    }
    redial();
  }

  /** One end closes the connection; when it was the dialer it does not dial again. */
  void close(SimulatedNode by) {
    unwanted |= by == dialer;
    lose();
  }

  /** Whether the next packet leaves at once. */
  boolean isIdle(SimulatedNode from) {
    return direction(from).busyUntil <= simulation.now();
  }

  private Direction direction(SimulatedNode from) {
    return from == dialer ? there : back;
  }

  void send(SimulatedNode from, Packet packet) {
    if (!open) {
      return;
    }
    SimulatedNode to = other(from);
    Direction way = direction(from);
    long now = simulation.now();
    long left = Math.max(now, way.busyUntil) + transmission(packet.size());
    if (left > now) {
      way.busyUntil = left;
      int sent = incarnation;
      simulation.at(left, () -> writable(from, to, sent));
    }
    from.traffic().sent(packet.size());
    if (simulation.faults().loses(from, to)) {
      simulation.record(Trace.Event.LOST, from, to, packet.size());
      return;
    }
    long latency = (long) (way.latency * (1 + JITTER * random.nextDouble()));
    way.lastArrival = Math.max(way.lastArrival, left + latency);
    int sent = incarnation;
    simulation.at(way.lastArrival, () -> arrive(from, to, packet, sent));
  }

  private long transmission(int bytes) {
    long rate = Math.min(dialer.bytesPerSecond(), listener.bytesPerSecond());
    return rate == Long.MAX_VALUE ? 0 : bytes * 1_000_000_000L / rate;
  }

  private void writable(SimulatedNode from, SimulatedNode to, int sent) {
    if (open && sent == incarnation && isIdle(from)) {
      from.program().writable(to);
    }
  }

  private void arrive(SimulatedNode from, SimulatedNode to, Packet packet, int sent) {
    if (open && sent == incarnation) {
      simulation.record(Trace.Event.RECEIVED, from, to, packet.size());
      to.traffic().received(packet.size());
      to.program().received(from, packet);
    }
  }
}
