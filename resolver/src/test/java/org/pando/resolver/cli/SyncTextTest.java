package org.pando.resolver.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.pando.resolver.control.FakeNode;
import org.pando.resolver.control.StatusReport.CopyProgress;
import org.pando.resolver.control.StatusReport.SyncState;

/** What {@code pando status} says of the other members of a network. */
class SyncTextTest extends WithNode {
  private static final Instant NOW = FakeNode.UPDATED;
  private static final String PEER = "12D3KooWx";

  private static SyncState sync(boolean inSync, int members, int agreeing, @Nullable Long behind) {
    return new SyncState(
        inSync,
        members,
        agreeing,
        behind,
        NOW.minusSeconds(40),
        NOW.minusSeconds(200),
        PEER,
        null,
        "",
        NOW);
  }

  private static SyncState silent(@Nullable CopyProgress progress) {
    return new SyncState(false, 0, 0, null, null, null, "", progress, "", NOW);
  }

  @Test
  void theStateIsOneLine() {
    assertEquals("in sync with 3 members, compared 40 s ago", SyncText.of(sync(true, 3, 3, 0L)));
    assertEquals(
        "212 names behind, in sync with 3 of 4 members, compared 40 s ago",
        SyncText.of(sync(false, 4, 3, 212L)));
    assertEquals(
        "comparing, in sync with 0 of 1 member, compared 40 s ago",
        SyncText.of(sync(false, 1, 0, null)));
    assertEquals(
        "alone: no member is connected; last heard from 12D3KooWx 3 min ago",
        SyncText.of(sync(false, 0, 0, null)));
    assertEquals("alone: no member is connected", SyncText.of(silent(null)));
    assertEquals(
        "first sync: 41200 of 100000 names from 12D3KooWx",
        SyncText.of(silent(new CopyProgress(41_200, 100_000, PEER))));
  }

  @Test
  void statusShowsItAndWhatIsWrong() throws Exception {
    node.sync =
        new SyncState(false, 1, 0, 7L, null, NOW, PEER, null, "1 member breaks the rules", NOW);
    run("status");
    assertEquals(
        """
        network   home.alt · 0 names · 7 names behind, in sync with 0 of 1 member · 1 witness · id abababababababab
        problem   home.alt: 1 member breaks the rules
        """,
        String.join(
            "",
            terminal
                .out
                .lines()
                .filter(line -> line.startsWith("network") || line.startsWith("problem"))
                .map(line -> line + "\n")
                .toList()));
  }
}
