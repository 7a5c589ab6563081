package org.pando.gossip.simulation;

import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.pando.gossip.PeerId;

/** A node of a {@link Simulation}, up or down; its identity and links outlive its program. */
public final class SimulatedNode {
  private final Simulation simulation;
  private final int index;
  private final PeerId id;
  private final RandomGenerator random;
  private final Function<SimulatedNode, ? extends Program> programs;
  private final Map<SimulatedNode, Link> links = new LinkedHashMap<>();
  private final Traffic traffic = new Traffic();
  private @Nullable Program program;
  private int life;
  private long upSince;
  private long bytesPerSecond = Long.MAX_VALUE;

  SimulatedNode(
      Simulation simulation,
      int index,
      PeerId id,
      RandomGenerator random,
      Function<SimulatedNode, ? extends Program> programs) {
    this.simulation = simulation;
    this.index = index;
    this.id = id;
    this.random = random;
    this.programs = programs;
  }

  /** 0 for the first node, and so on. */
  public int index() {
    return index;
  }

  public PeerId id() {
    return id;
  }

  /** This node's own randomness. */
  public RandomGenerator random() {
    return random;
  }

  public Simulation simulation() {
    return simulation;
  }

  public Traffic traffic() {
    return traffic;
  }

  public boolean isUp() {
    return program != null;
  }

  /** When it last came up, nanoseconds. */
  public long upSince() {
    return upSince;
  }

  /** How fast bytes pass on each of its links; unlimited at first. */
  public void slowTo(long newBytesPerSecond) {
    bytesPerSecond = newBytesPerSecond;
  }

  long bytesPerSecond() {
    return bytesPerSecond;
  }

  /** What runs on it now. */
  public Program program() {
    Program running = program;
    if (running == null) {
      throw new IllegalStateException("node " + index + " is down; ask isUp() first");
    }
    return running;
  }

  public Collection<Link> links() {
    return links.values();
  }

  /** The link to another node, whoever dials it. */
  public @Nullable Link link(SimulatedNode other) {
    return links.get(other);
  }

  void add(Link link) {
    links.put(link.other(this), link);
  }

  /** Comes up with a new program, and dials. Again does nothing. */
  public void up() {
    if (program != null) {
      return;
    }
    life++;
    upSince = simulation.now();
    Program started = programs.apply(this);
    program = started;
    simulation.record(Trace.Event.UP, this, this, life);
    started.start();
    links.values().forEach(Link::dial);
  }

  /** Goes down without a word; its peers notice that the connections have ended. */
  public void down() {
    Program stopped = program;
    program = null;
    life++;
    simulation.record(Trace.Event.DOWN, this, this, life);
    links.values().forEach(Link::lose);
    if (stopped != null) {
      stopped.stopped();
    }
  }

  /** Whether the link to a peer is open and takes a packet at once. */
  public boolean isWritable(SimulatedNode to) {
    Link link = links.get(to);
    return link != null && link.isOpen() && link.isIdle(this);
  }

  /** Sends, or forgets what there is no connection for. */
  public void send(SimulatedNode to, Packet packet) {
    Link link = links.get(to);
    if (link != null) {
      link.send(this, packet);
    }
  }

  /** Ends the connection to a peer; a link of this node's own is given up for good. */
  public void disconnect(SimulatedNode peer) {
    Link link = links.get(peer);
    if (link != null) {
      link.close(this);
    }
  }

  /** Does something later, unless the node has gone down until then. */
  public void after(Duration delay, Runnable action) {
    int asked = life;
    simulation.after(
        delay,
        () -> {
          if (life == asked) {
            action.run();
          }
        });
  }

  /** Does something again and again while the node is up, for the first time by chance. */
  public void every(Duration period, Runnable action) {
    after(Duration.ofNanos(random.nextLong(period.toNanos())), () -> repeat(period, action));
  }

  private void repeat(Duration period, Runnable action) {
    action.run();
    after(period, () -> repeat(period, action));
  }

  /** The index: sets of nodes have the same order in every run. */
  @Override
  public int hashCode() {
    return index;
  }

  @Override
  public String toString() {
    return "node " + index;
  }
}
