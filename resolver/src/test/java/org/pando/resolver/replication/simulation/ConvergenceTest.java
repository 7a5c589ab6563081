package org.pando.resolver.replication.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.pando.gossip.simulation.Seeds;
import org.pando.gossip.simulation.SimulatedNode;
import org.pando.registry.Bytes;

/**
 * Replicas among hostile ones come to what owners have published, and to nothing else. {@code
 * -Dreplicas=500 -Dupdates=10000} asks for a run of another size, {@code -Dgossip.seeds=7} for
 * another seed.
 */
class ConvergenceTest {
  private static final double A_THIRD = 1 / 3.0;

  /** Two periods of reconciliation, each as long as chance may make it. */
  private static final Duration TWO_PERIODS = Duration.ofMinutes(12);

  private static final Logger REPLICATION = Logger.getLogger("org.pando.resolver.replication");

  @BeforeAll
  static void quiet() {
    REPLICATION.setLevel(Level.WARNING);
  }

  @AfterAll
  static void loud() {
    REPLICATION.setLevel(null);
  }

  private static Scenario.Size size(int replicas, int updates, int seconds) {
    return new Scenario.Size(
        replicas, updates, Math.max(8, updates / 20), Duration.ofSeconds(seconds), A_THIRD);
  }

  @Test
  void replicasComeToWhatOwnersHavePublishedAndServeNothingElse() {
    int replicas = Integer.getInteger("replicas", 48);
    int updates = Integer.getInteger("updates", 300);
    int seconds = Integer.getInteger("seconds", 150);
    Seeds.each(
        2,
        seed -> {
          Scenario scenario = new Scenario(seed, size(replicas, updates, seconds));
          scenario.run();
          boolean converged = scenario.convergesWithin(TWO_PERIODS);
          System.out.println(scenario.row());
          assertEquals(List.of(), scenario.world().truth().violations());
          assertTrue(converged, scenario.missing() + " names are wrong after two periods");
          assertEquals(1, fingerprints(scenario).size());
          scenario.honest().forEach(node -> assertServes(scenario, node));
          assertBounds(scenario.world().figures());
        });
  }

  private static Set<Bytes> fingerprints(Scenario scenario) {
    return scenario.honest().stream()
        .map(node -> ReplicaProgram.of(node).fingerprint())
        .collect(Collectors.toSet());
  }

  /** What is served of each name is the body that its owner signed last, or nothing. */
  private static void assertServes(Scenario scenario, SimulatedNode node) {
    scenario
        .world()
        .truth()
        .served()
        .forEach((key, served) -> assertEquals(served, ReplicaProgram.of(node).served(key), key));
  }

  private static void assertBounds(Figures figures) {
    assertTrue(figures.mostStreams() <= 8, "streams of one peer: " + figures.mostStreams());
    assertTrue(figures.mostQueued() <= 2 << 20, "bytes for one peer: " + figures.mostQueued());
  }

  @Test
  void theSameSeedGivesTheSameRunAndAnotherAnother() {
    assertEquals(digest(1), digest(1));
    assertNotEquals(digest(1), digest(2));
  }

  private static long digest(long seed) {
    Scenario scenario = new Scenario(seed, size(12, 40, 40));
    scenario.run();
    return scenario.simulation().trace().digest();
  }
}
