package org.pando.gossip.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.ToLongFunction;
import org.junit.jupiter.api.Test;
import org.pando.gossip.pubsub.RouterOptions;

/**
 * How fast messages spread and what they cost, as a row of the table in gossip's README. {@code
 * -Dgossip.nodes=10000} asks for a network of another size.
 */
class PropagationTest {
  private static final Duration PERIOD = Duration.ofSeconds(10);
  private static final Duration THREE_HEARTBEATS = Duration.ofSeconds(3);

  @Test
  void aThousandNodesHearEverythingWithinThreeHeartbeats() {
    int nodes = Integer.getInteger("gossip.nodes", 1000);
    Seeds.each(1, seed -> System.out.println(measure(seed, nodes)));
  }

  @Test
  void theSameSeedGivesTheSameRun() {
    assertEquals(digest(1), digest(1));
    assertTrue(digest(1) != digest(2));
  }

  private static long digest(long seed) {
    Network network = Network.settled(seed, 50);
    network.simulation.faults().loss(0.05);
    network.simulation.faults().churn(1, PERIOD, Duration.ofSeconds(3));
    network.publish(2, PERIOD);
    network.run(PERIOD);
    return network.simulation.trace().digest();
  }

  /** Ten messages per second. */
  private static String measure(long seed, int count) {
    Network network = Network.settled(seed, count);
    long packets = sum(network, node -> node.traffic().sentPackets());
    long bytes = sum(network, node -> node.traffic().sentBytes());
    network.publish(10, PERIOD);
    network.run(PERIOD);
    packets = sum(network, node -> node.traffic().sentPackets()) - packets;
    bytes = sum(network, node -> node.traffic().sentBytes()) - bytes;
    network.run(THREE_HEARTBEATS);
    assertEquals(List.of(), network.missing());
    assertEquals(0, network.broadcasts.repeats());
    long[] delays = network.broadcasts.delays(network::isHonest);
    assertTrue(delays[delays.length - 1] <= THREE_HEARTBEATS.toNanos());
    assertMeshes(network);
    double copies = sum(network, node -> RouterProgram.of(node).copies());
    double nodeSeconds = (double) count * PERIOD.toSeconds();
    return String.format(
        Locale.ROOT,
        "| %d | %d | %d | %d | %.0f | %.1f | %.1f | %x |",
        count,
        milliseconds(delays, 0.5),
        milliseconds(delays, 0.99),
        milliseconds(delays, 1),
        packets / nodeSeconds,
        bytes / nodeSeconds / 1000,
        copies / delays.length,
        network.simulation.trace().digest());
  }

  private static void assertMeshes(Network network) {
    RouterOptions.Degrees degrees = RouterOptions.DEFAULT.degrees();
    for (SimulatedNode node : network.honest) {
      int mesh = RouterProgram.of(node).router().mesh(Network.TOPIC).size();
      assertTrue(mesh >= degrees.low() && mesh <= degrees.high(), node + " has " + mesh);
    }
  }

  private static long sum(Network network, ToLongFunction<SimulatedNode> of) {
    return network.honest.stream().mapToLong(of).sum();
  }

  private static long milliseconds(long[] ascending, double share) {
    int index = (int) Math.min(ascending.length - 1, share * ascending.length);
    return Duration.ofNanos(ascending[index]).toMillis();
  }
}
