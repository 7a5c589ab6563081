package org.pando.gossip.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The simulator's own promises, shown with a program that floods numbers. */
class SimulationTest {
  private static final Latency FIFTY_MILLISECONDS = Latency.constant(Duration.ofMillis(50));

  private record Word(int value, int size) implements Packet {}

  /** Hands every number that is new to it on to all its peers. */
  private static final class Flood implements Program {
    private final SimulatedNode node;
    final Set<SimulatedNode> peers = new HashSet<>();
    final List<Integer> received = new ArrayList<>();
    int outbound;
    int writable;
    long lastReceived;

    Flood(SimulatedNode node) {
      this.node = node;
    }

    static Flood of(SimulatedNode node) {
      return (Flood) node.program();
    }

    @Override
    public void start() {}

    @Override
    public void connected(SimulatedNode peer, boolean isOutbound) {
      assertTrue(peers.add(peer), "connected twice");
      outbound += isOutbound ? 1 : 0;
    }

    @Override
    public void disconnected(SimulatedNode peer) {
      assertTrue(peers.remove(peer), "disconnected, and was not connected");
    }

    @Override
    public void received(SimulatedNode from, Packet packet) {
      Word word = (Word) packet;
      lastReceived = node.simulation().now();
      if (!received.contains(word.value)) {
        pass(word, from);
      }
    }

    @Override
    public void writable(SimulatedNode peer) {
      writable++;
    }

    void say(Word word) {
      pass(word, node);
    }

    private void pass(Word word, SimulatedNode except) {
      received.add(word.value);
      peers.stream().filter(peer -> peer != except).forEach(peer -> node.send(peer, word));
    }
  }

  private static Simulation network(long seed, int nodes, Topology topology) {
    Simulation simulation = new Simulation(seed, Latency.internet());
    simulation.connect(simulation.add(nodes, Flood::new), topology);
    simulation.run(Duration.ofSeconds(5));
    return simulation;
  }

  private static long hearers(Simulation simulation, int number) {
    return simulation.nodes().stream()
        .filter(node -> node.isUp() && Flood.of(node).received.contains(number))
        .count();
  }

  @Test
  void everybodyHearsWhatIsSaid() {
    for (Topology topology : List.of(Topology.random(3), Topology.line(), Topology.complete())) {
      Simulation simulation = network(1, 30, topology);
      Flood.of(simulation.nodes().getFirst()).say(new Word(7, 100));
      simulation.run(Duration.ofSeconds(10));
      assertEquals(30, hearers(simulation, 7));
    }
  }

  @Test
  void theSameSeedGivesTheSameRunAndAnotherAnother() {
    assertEquals(eventful(1), eventful(1));
    assertNotEquals(eventful(1), eventful(2));
  }

  private static long eventful(long seed) {
    Simulation simulation = network(seed, 40, Topology.random(4));
    simulation.faults().loss(0.1);
    simulation.faults().churn(2, Duration.ofSeconds(20), Duration.ofSeconds(5));
    simulation.faults().breaks(5, Duration.ofSeconds(20));
    for (int i = 0; i < 20; i++) {
      int number = i;
      SimulatedNode speaker = simulation.nodes().get(i);
      simulation.after(
          Duration.ofSeconds(i),
          () -> {
            if (speaker.isUp()) {
              Flood.of(speaker).say(new Word(number, 10));
            }
          });
    }
    simulation.run(Duration.ofSeconds(30));
    assertTrue(simulation.trace().events() > 1000);
    return simulation.trace().digest();
  }

  @Test
  void packetsOfALinkArriveInOrderAndNotBeforeItsLatency() {
    Simulation simulation = new Simulation(3, FIFTY_MILLISECONDS);
    List<SimulatedNode> two = simulation.add(2, Flood::new);
    simulation.connect(two, Topology.line());
    simulation.run(Duration.ofSeconds(1));
    List<Integer> said = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      said.add(i);
      Flood.of(two.getFirst()).say(new Word(i, 10));
    }
    simulation.run(Duration.ofMillis(49));
    assertEquals(List.of(), Flood.of(two.getLast()).received);
    simulation.run(Duration.ofMillis(12));
    assertEquals(said, Flood.of(two.getLast()).received);
  }

  @Test
  void aSlowNodeTakesTheTimeThatItsBytesTake() {
    Simulation simulation = new Simulation(4, FIFTY_MILLISECONDS);
    List<SimulatedNode> two = simulation.add(2, Flood::new);
    two.getLast().slowTo(1000);
    simulation.connect(two, Topology.line());
    simulation.run(Duration.ofSeconds(1));
    long began = simulation.now();
    Flood.of(two.getFirst()).say(new Word(1, 500));
    Flood.of(two.getFirst()).say(new Word(2, 500));
    assertFalse(two.getFirst().isWritable(two.getLast()));
    simulation.run(Duration.ofMillis(999));
    assertEquals(0, Flood.of(two.getFirst()).writable);
    simulation.run(Duration.ofMillis(100));
    assertEquals(1, Flood.of(two.getFirst()).writable);
    assertTrue(two.getFirst().isWritable(two.getLast()));
    assertEquals(List.of(1, 2), Flood.of(two.getLast()).received);
    assertTrue(Flood.of(two.getLast()).lastReceived - began >= 1_050_000_000L);
    assertEquals(1000, two.getFirst().traffic().sentBytes());
    assertEquals(1000, two.getLast().traffic().receivedBytes());
  }

  @Test
  void lossTakesItsShare() {
    Simulation simulation = network(5, 2, Topology.line());
    simulation.faults().loss(0.25);
    for (int i = 0; i < 10_000; i++) {
      simulation.nodes().getFirst().send(simulation.nodes().getLast(), new Word(i, 1));
    }
    simulation.run(Duration.ofSeconds(2));
    assertEquals(
        7500, Math.toIntExact(simulation.nodes().getLast().traffic().receivedPackets()), 200);
    assertEquals(10_000, simulation.nodes().getFirst().traffic().sentPackets());
  }

  @Test
  void whatTravelsWhenAConnectionBreaksIsLostAndTheDialerDialsAgain() {
    Simulation simulation = new Simulation(6, FIFTY_MILLISECONDS);
    List<SimulatedNode> two = simulation.add(2, Flood::new);
    simulation.connect(two, Topology.line());
    simulation.run(Duration.ofSeconds(1));
    Flood.of(two.getFirst()).say(new Word(1, 1));
    simulation.links().getFirst().lose();
    assertEquals(Set.of(), Flood.of(two.getFirst()).peers);
    simulation.run(Duration.ofSeconds(5));
    assertEquals(List.of(), Flood.of(two.getLast()).received);
    assertEquals(Set.of(two.getLast()), Flood.of(two.getFirst()).peers);
    assertEquals(0, Flood.of(two.getFirst()).outbound);
    assertEquals(2, Flood.of(two.getLast()).outbound);
  }

  @Test
  void nodesThatGoDownForgetAndComeBack() {
    Simulation simulation = network(7, 20, Topology.complete());
    SimulatedNode gone = simulation.nodes().getFirst();
    List<Integer> late = new ArrayList<>();
    gone.after(Duration.ofSeconds(1), () -> late.add(1));
    gone.down();
    assertFalse(Flood.of(simulation.nodes().getLast()).peers.contains(gone));
    simulation.run(Duration.ofSeconds(10));
    gone.up();
    simulation.run(Duration.ofSeconds(10));
    assertEquals(List.of(), late, "what a life asked for does not reach the next");
    assertEquals(19, Flood.of(gone).peers.size());
  }

  @Test
  void churnKeepsOnAverageTheShareThatIsAway() {
    Simulation simulation = network(8, 100, Topology.random(3));
    simulation.faults().churn(2, Duration.ofSeconds(100), Duration.ofSeconds(10));
    int up = 0;
    for (int i = 0; i < 80; i++) {
      simulation.run(Duration.ofSeconds(1));
      up += (int) simulation.nodes().stream().filter(SimulatedNode::isUp).count();
    }
    assertEquals(80 * 82, up, 80 * 8);
    simulation.run(Duration.ofSeconds(60));
    assertTrue(simulation.nodes().stream().allMatch(SimulatedNode::isUp));
  }

  @Test
  void nothingPassesAPartitionUntilItHeals() {
    Simulation simulation = network(9, 40, Topology.random(8));
    simulation.faults().partition(node -> node.index() < 20);
    Flood.of(simulation.nodes().getFirst()).say(new Word(1, 10));
    simulation.run(Duration.ofSeconds(30));
    assertEquals(20, hearers(simulation, 1));
    assertTrue(
        Flood.of(simulation.nodes().getFirst()).peers.stream().allMatch(p -> p.index() < 20));
    simulation.faults().heal();
    simulation.run(Duration.ofSeconds(10));
    Flood.of(simulation.nodes().getFirst()).say(new Word(2, 10));
    simulation.run(Duration.ofSeconds(10));
    assertEquals(40, hearers(simulation, 2));
  }

  @Test
  void whoClosesItsOwnLinkGivesItUp() {
    Simulation simulation = network(10, 2, Topology.line());
    SimulatedNode listener = simulation.nodes().getFirst();
    SimulatedNode dialer = simulation.nodes().getLast();
    listener.disconnect(dialer);
    simulation.run(Duration.ofSeconds(10));
    assertEquals(Set.of(listener), Flood.of(dialer).peers, "the dialer comes again");
    dialer.disconnect(listener);
    simulation.run(Duration.ofSeconds(60));
    assertEquals(Set.of(), Flood.of(dialer).peers);
  }

  @Test
  void aNodeThatIsDownRunsNothing() {
    Simulation simulation = network(11, 1, Topology.line());
    SimulatedNode node = simulation.nodes().getFirst();
    node.down();
    assertThrows(IllegalStateException.class, node::program);
  }
}
