package org.pando.gossip.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.function.DoublePredicate;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.pando.gossip.pubsub.GossipRouter;
import org.pando.gossip.pubsub.ScoreOptions;

/** One of five nodes is hostile. */
class HostileTest {
  private static final int HONEST = 48;
  private static final int SYBILS = 12;
  private static final double GRAYLIST = ScoreOptions.DEFAULT.thresholds().graylist();

  /** Among honest nodes that sybils have dialed; two messages per second for this long. */
  private static final class Attack {
    final Network network;
    final List<SimulatedNode> sybils;

    Attack(long seed, Supplier<? extends Behaviour> behaviour, Duration period) {
      network = Network.settled(seed, HONEST);
      sybils = network.join(SYBILS, Setup.HONEST.behaving(behaviour), 20, network.honest);
      network.run(Duration.ofSeconds(5));
      network.publish(2, period);
      network.run(period.plusSeconds(5));
    }

    void assertNothingStopped() {
      assertEquals(List.of(), network.missing());
      assertEquals(0, network.broadcasts.repeats());
      assertEquals(1.0, network.broadcasts.heardWithin(Duration.ofSeconds(3), network::isHonest));
    }

    /** Of every honest node that a sybil has a link to. */
    void assertScores(boolean inMeshToo, DoublePredicate right) {
      int judged = 0;
      for (SimulatedNode node : network.honest) {
        GossipRouter router = RouterProgram.of(node).router();
        for (SimulatedNode sybil : sybils) {
          boolean inMesh = router.mesh(Network.TOPIC).contains(sybil.id());
          if (node.link(sybil) != null && (inMeshToo || !inMesh)) {
            double score = router.score(sybil.id());
            assertTrue(right.test(score), node + " scores " + sybil + " at " + score);
            judged++;
          }
        }
      }
      assertTrue(judged > 0);
    }

    int worstAmongHonest() {
      double worst = 0;
      for (SimulatedNode node : network.honest) {
        for (SimulatedNode other : network.honest) {
          worst = Math.min(worst, RouterProgram.of(node).router().score(other.id()));
        }
      }
      return (int) worst;
    }
  }

  @Test
  void whoFloodsWithGraftsIsGraylistedByAll() {
    Seeds.each(
        1,
        seed -> {
          Attack attack =
              new Attack(seed, () -> new Hostile.GraftFlood(Network.TOPIC), Duration.ofSeconds(30));
          attack.assertNothingStopped();
          attack.assertScores(true, score -> score < GRAYLIST);
          assertEquals(0, attack.worstAmongHonest());
        });
  }

  @Test
  void whoLiesInIHaveIsGraylistedByAll() {
    Seeds.each(
        1,
        seed -> {
          Attack attack =
              new Attack(seed, () -> new Hostile.LyingIHave(Network.TOPIC), Duration.ofSeconds(30));
          attack.assertNothingStopped();
          attack.assertScores(true, score -> score < GRAYLIST);
          assertEquals(0, attack.worstAmongHonest());
        });
  }

  @Test
  void whoSendsInvalidMessagesIsGraylistedByAll() {
    Seeds.each(
        1,
        seed -> {
          Attack attack =
              new Attack(seed, () -> new Hostile.Spam(Network.TOPIC), Duration.ofSeconds(30));
          attack.assertNothingStopped();
          attack.assertScores(true, score -> score < GRAYLIST);
          assertEquals(0, attack.worstAmongHonest());
        });
  }

  /** In its meshes it tells of nothing, and nobody can know what it has. */
  @Test
  void whoDropsWhatItTellsOfIsGraylistedByAllThatItTells() {
    Seeds.each(
        1,
        seed -> {
          Attack attack = new Attack(seed, Hostile.Dropping::new, Duration.ofMinutes(5));
          attack.assertNothingStopped();
          attack.assertScores(false, score -> score < GRAYLIST);
          assertEquals(0, attack.worstAmongHonest());
        });
  }

  @Test
  void whoDropsAllAndTellsOfNothingStopsNothing() {
    Seeds.each(
        1,
        seed -> {
          Attack attack = new Attack(seed, Hostile.Silent::new, Duration.ofSeconds(30));
          attack.assertNothingStopped();
          attack.assertScores(true, score -> score >= 0 && score < 3);
        });
  }

  @Test
  void replaysAreHandedToNobody() {
    Seeds.each(
        1,
        seed -> {
          Attack attack = new Attack(seed, Hostile.Replay::new, Duration.ofSeconds(15));
          attack.assertNothingStopped();
        });
  }

  @Test
  void whoGraftsAgainAtOnceAfterAPruneIsGraylistedByWhoPrunedIt() {
    Seeds.each(
        1,
        seed -> {
          Network network = Network.settled(seed, 30, Topology.complete());
          List<SimulatedNode> sybils =
              network.join(
                  20,
                  Setup.HONEST.behaving(() -> new Hostile.EarlyGraft(Network.TOPIC)),
                  30,
                  network.honest);
          network.publish(2, Duration.ofSeconds(40));
          network.run(Duration.ofSeconds(50));
          assertEquals(List.of(), network.missing());
          int graylisted = 0;
          for (SimulatedNode node : network.honest) {
            GossipRouter router = RouterProgram.of(node).router();
            for (SimulatedNode sybil : sybils) {
              double score = router.score(sybil.id());
              assertTrue(score < GRAYLIST || score >= 0, "score " + score);
              graylisted += score < GRAYLIST ? 1 : 0;
            }
          }
          assertTrue(graylisted > 0, "nobody was pruned");
        });
  }

  @Test
  void aVictimThatSybilsSurroundHearsEverythingFromThePeersItDialedItself() {
    Seeds.each(
        2,
        seed -> {
          Network network = Network.settled(seed, 40);
          SimulatedNode victim = network.join(1, Setup.HONEST, 4, network.honest).getFirst();
          network.join(60, Setup.HONEST.behaving(Hostile.Silent::new), 1, List.of(victim));
          network.run(Duration.ofSeconds(10));
          network.publish(2, Duration.ofSeconds(60));
          network.run(Duration.ofSeconds(70));
          assertEquals(List.of(), network.broadcasts.missing(node -> node.equals(victim)));
          double heard =
              network.broadcasts.heardWithin(Duration.ofSeconds(3), node -> node.equals(victim));
          assertEquals(1.0, heard);
        });
  }

  @Test
  void sybilsOfOneAddressAreGraylistedForTheirNumber() {
    Network network = Network.settled(1, 10);
    SimulatedNode victim = network.honest.getFirst();
    List<SimulatedNode> sybils =
        network.join(
            20, Setup.HONEST.behaving(Hostile.Silent::new).at("198.51.100.7"), 1, List.of(victim));
    GossipRouter router = RouterProgram.of(victim).router();
    network.run(Duration.ofSeconds(10));
    long connected = RouterProgram.of(victim).peers().stream().filter(sybils::contains).count();
    assertTrue(connected <= 14, "of one address " + connected);
    assertTrue(sybils.stream().noneMatch(sybil -> router.mesh(Network.TOPIC).contains(sybil.id())));
  }
}
