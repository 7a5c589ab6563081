package org.pando.gossip.simulation;

import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** What goes wrong in a {@link Simulation}; at first nothing does. Changes hold from now on. */
public final class Faults {
  /** How long a connection may be silent before both ends take it for dead. */
  private static final Duration NOTICED = Duration.ofSeconds(15);

  private final Simulation simulation;
  private final RandomGenerator random;
  private double loss;
  private @Nullable ToIntFunction<SimulatedNode> groups;

  Faults(Simulation simulation, RandomGenerator random) {
    this.simulation = simulation;
    this.random = random;
  }

  /**
   * Packets vanish, one by one; the connection stands.
   *
   * @param probability 0 to 1
   */
  public void loss(double probability) {
    loss = probability;
  }

  /**
   * Connections break, each end notices at once, and the dialer dials again.
   *
   * @param perSecond of all connections together
   */
  public void breaks(double perSecond, Duration period) {
    repeat(
        perSecond,
        period,
        () -> {
          List<Link> links = simulation.links();
          links.get(random.nextInt(links.size())).lose();
        });
  }

  /**
   * Nodes go down by chance and come back.
   *
   * @param perSecond how many of all go
   * @param away how long each is away on average, half to one and a half of it
   */
  public void churn(double perSecond, Duration period, Duration away) {
    repeat(
        perSecond,
        period,
        () -> {
          SimulatedNode node = simulation.nodes().get(random.nextInt(simulation.nodes().size()));
          if (node.isUp()) {
            node.down();
            long nanos = (long) (away.toNanos() * (0.5 + random.nextDouble()));
            simulation.after(Duration.ofNanos(nanos), node::up);
          }
        });
  }

  /**
   * Nothing passes any more between those the predicate holds for and the others. Connections are
   * noticed to be dead after 15 seconds.
   */
  public void partition(Predicate<SimulatedNode> oneSide) {
    divide(node -> oneSide.test(node) ? 1 : 0);
  }

  /** Nothing passes any more between nodes of different groups; as {@link #partition}. */
  public void divide(ToIntFunction<SimulatedNode> groupOf) {
    groups = groupOf;
    for (Link link : simulation.links()) {
      if (link.isOpen() && separates(link.dialer(), link.listener())) {
        int incarnation = link.incarnation();
        simulation.after(NOTICED, () -> loseIfStillCut(link, incarnation));
      }
    }
  }

  private void loseIfStillCut(Link link, int incarnation) {
    if (link.incarnation() == incarnation && separates(link.dialer(), link.listener())) {
      link.lose();
    }
  }

  /** Ends the partition. */
  public void heal() {
    groups = null;
  }

  boolean separates(SimulatedNode one, SimulatedNode other) {
    ToIntFunction<SimulatedNode> of = groups;
    return of != null && of.applyAsInt(one) != of.applyAsInt(other);
  }

  boolean loses(SimulatedNode from, SimulatedNode to) {
    return separates(from, to) || (loss > 0 && random.nextDouble() < loss);
  }

  /** Does it at times that are independent of each other (a Poisson process). */
  private void repeat(double perSecond, Duration period, Runnable fault) {
    long end = simulation.now() + period.toNanos();
    long at = simulation.now();
    while (true) {
      at += (long) (-Math.log1p(-random.nextDouble()) / perSecond * 1e9);
      if (at >= end) {
        return;
      }
      simulation.after(Duration.ofNanos(at - simulation.now()), fault);
    }
  }
}
