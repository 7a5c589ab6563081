package org.pando.gossip.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.pando.gossip.PeerId;
import org.pando.gossip.pubsub.RouterOptions;

/** What the router promises, in networks of honest nodes. */
class DeliveryTest {
  private static final Duration THREE_HEARTBEATS = Duration.ofSeconds(3);

  @Test
  void everyMessageReachesEverybodyOnce() {
    Seeds.each(
        2,
        seed -> {
          for (Topology topology :
              List.of(Topology.random(10), Topology.random(2), Topology.line())) {
            Network network = Network.settled(seed, 40, topology);
            network.publish(5, Duration.ofSeconds(10));
            network.run(Duration.ofSeconds(30));
            assertEquals(50, network.broadcasts.published());
            assertEquals(List.of(), network.missing());
            assertEquals(0, network.broadcasts.repeats());
          }
        });
  }

  @Test
  void messagesReach99PercentWithinThreeHeartbeatsAtFivePercentLoss() {
    Seeds.each(
        2,
        seed -> {
          Network network = Network.settled(seed, 60);
          network.simulation.faults().loss(0.05);
          network.publish(4, Duration.ofSeconds(40));
          network.run(Duration.ofSeconds(60));
          double heard = network.broadcasts.heardWithin(THREE_HEARTBEATS, network::isHonest);
          assertTrue(heard >= 0.99, "heard in time " + heard);
          assertEquals(List.of(), network.missing());
          assertEquals(0, network.broadcasts.repeats());
          assertNobodyIsBlamed(network);
        });
  }

  /** What the mesh does not bring, IHAVE and IWANT do. */
  @Test
  void gossipMakesUpForWhatTheMeshLoses() {
    Seeds.each(
        2,
        seed -> {
          Network network = Network.settled(seed, 60);
          network.simulation.faults().loss(0.5);
          network.publish(2, Duration.ofSeconds(40));
          network.run(Duration.ofSeconds(60));
          double heard = network.broadcasts.heardWithin(Duration.ofSeconds(6), network::isHonest);
          assertTrue(heard >= 0.99, "heard in time " + heard);
        });
  }

  private static void assertNobodyIsBlamed(Network network) {
    for (SimulatedNode node : network.honest) {
      for (SimulatedNode other : network.honest) {
        double score = RouterProgram.of(node).router().score(other.id());
        assertTrue(score >= 0, node + " scores " + other + " at " + score);
      }
    }
  }

  @Test
  void meshesConvergeWithinTheirBounds() {
    Seeds.each(
        5,
        seed -> {
          Network network = Network.settled(seed, 100);
          RouterOptions.Degrees degrees = RouterOptions.DEFAULT.degrees();
          for (SimulatedNode node : network.honest) {
            RouterProgram program = RouterProgram.of(node);
            Set<PeerId> mesh = program.router().mesh(Network.TOPIC);
            assertTrue(
                mesh.size() >= degrees.low() && mesh.size() <= degrees.high(),
                node + " has " + mesh.size());
            for (PeerId member : mesh) {
              RouterProgram other = RouterProgram.of(network.simulation.node(member));
              assertTrue(
                  other.router().mesh(Network.TOPIC).contains(node.id()), "meshes are mutual");
            }
          }
        });
  }

  @Test
  void aPartitionStopsNeitherSideAndHeals() {
    Seeds.each(
        2,
        seed -> {
          Network network = Network.settled(seed, 100);
          network.simulation.faults().partition(node -> node.index() % 2 == 0);
          network.run(Duration.ofSeconds(30));
          SimulatedNode left = network.honest.get(0);
          SimulatedNode right = network.honest.get(1);
          network.broadcasts.publish(left, Network.PAYLOAD);
          network.broadcasts.publish(right, Network.PAYLOAD);
          network.run(Duration.ofSeconds(10));
          assertEquals(100, network.missing().size(), "each side misses one message");
          network.simulation.faults().heal();
          network.run(Duration.ofSeconds(20));
          network.broadcasts.publish(left, Network.PAYLOAD);
          network.broadcasts.publish(right, Network.PAYLOAD);
          network.run(Duration.ofSeconds(10));
          assertEquals(100, network.missing().size(), "and none after it has healed");
        });
  }

  @Test
  void whoJoinsHearsWhatFollows() {
    Seeds.each(
        2,
        seed -> {
          Network network = Network.settled(seed, 100);
          network.publish(5, Duration.ofSeconds(60));
          network.run(Duration.ofSeconds(20));
          List<SimulatedNode> late = network.join(5, Setup.HONEST, 10, network.honest);
          network.run(Duration.ofSeconds(5));
          long since = network.simulation.now();
          network.run(Duration.ofSeconds(45));
          assertEquals(List.of(), network.broadcasts.missingSince(since, late::contains));
        });
  }

  @Test
  void nodesThatComeAndGoAndConnectionsThatBreakCostTheOthersNothing() {
    Seeds.each(
        2,
        seed -> {
          Network network = Network.settled(seed, 60);
          network.simulation.faults().churn(1, Duration.ofSeconds(40), Duration.ofSeconds(10));
          network.simulation.faults().breaks(5, Duration.ofSeconds(40));
          network.publish(4, Duration.ofSeconds(40));
          network.run(Duration.ofSeconds(60));
          assertTrue(network.broadcasts.published() > 100);
          double heard = network.broadcasts.heardWithin(THREE_HEARTBEATS, network::isHonest);
          assertTrue(heard >= 0.999, "heard in time " + heard);
          assertNobodyIsBlamed(network);
        });
  }

  @Test
  void whatWaitsForASlowNodeIsBoundedAndTheOthersDoNotWait() {
    Network network = Network.settled(1, 20);
    SimulatedNode slow = network.honest.getFirst();
    slow.slowTo(200);
    network.broadcasts.publish(network.honest.subList(1, 20), 10, Duration.ofSeconds(30), 30_000);
    int most = 0;
    for (int i = 0; i < 40; i++) {
      network.run(Duration.ofSeconds(1));
      most =
          Math.max(
              most,
              network.honest.stream()
                  .mapToInt(node -> RouterProgram.of(node).queuedBytes())
                  .max()
                  .orElseThrow());
    }
    assertTrue(most > RouterProgram.OUTBOX_BYTES / 2, "nothing waited: " + most);
    assertTrue(most <= RouterProgram.OUTBOX_BYTES, "waiting " + most);
    assertEquals(List.of(), network.broadcasts.missing(node -> !node.equals(slow)));
  }
}
