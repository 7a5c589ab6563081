package org.pando.resolver.replication;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.pando.gossip.GossipException;
import org.pando.gossip.GossipException.Kind;

/** What a session may cost, in virtual time. */
class SyncBudgetTest {
  private long now;
  private final SyncBudget budget = new SyncBudget(() -> now);

  private void waitFor(Duration time) throws GossipException {
    budget.waiting();
    now += time.toNanos();
    budget.answered();
  }

  @Test
  void waitingForSomebodyWhoBringsNothingEnds() throws Exception {
    waitFor(SyncBudget.PATIENCE);
    GossipException slow =
        assertThrows(GossipException.class, () -> waitFor(Duration.ofSeconds(1)));
    assertEquals(Kind.TIMEOUT, slow.kind()); // slow is not against the rules
  }

  @Test
  void whoBringsMuchMayTakeLong() throws Exception {
    waitFor(SyncBudget.PATIENCE);
    budget.brought(1000);
    assertDoesNotThrow(() -> waitFor(Duration.ofSeconds(100)));
    assertThrows(GossipException.class, () -> waitFor(Duration.ofSeconds(1)));
  }

  @Test
  void timeThatThisNodeTakesItselfCostsNothing() throws Exception {
    waitFor(SyncBudget.PATIENCE);
    now += Duration.ofHours(1).toNanos();
    assertDoesNotThrow(() -> waitFor(Duration.ZERO));
  }

  @Test
  void aCopyEndsNotFarBehindWhatWasAnnounced() throws Exception {
    budget.brought(10_000 + 1250 + 1024);
    assertTrue(budget.lasts(10_000));
    budget.brought(1);
    GossipException endless = assertThrows(GossipException.class, () -> budget.lasts(10_000));
    assertEquals(Kind.LIMIT, endless.kind());
  }

  @Test
  void aCopyHasAnEndWhateverWasAnnounced() throws Exception {
    long announced = SyncMessage.MAX_COUNT;
    budget.brought((1 << 22) - 1);
    assertTrue(budget.lasts(announced));
    budget.brought(1);
    assertFalse(budget.lasts(announced));
  }

  @Test
  void aSlowCopyMakesRoomForOthers() throws Exception {
    waitFor(SyncBudget.PATIENCE_OF_COPY);
    assertTrue(budget.lasts(100_000));
    waitFor(Duration.ofSeconds(15));
    assertFalse(budget.lasts(100_000));
    budget.brought(1000);
    assertTrue(budget.lasts(100_000));
  }
}
