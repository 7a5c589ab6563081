package org.pando.resolver.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pando.registry.RegistryException;
import org.pando.resolver.control.FakeNode;
import org.pando.resolver.control.KeyNameRequest;
import org.pando.resolver.control.NameLife;
import org.pando.resolver.control.OpenOffer;
import org.pando.resolver.control.StatusReport;
import org.pando.resolver.control.TextFile;
import org.pando.resolver.control.WitnessService;
import org.pando.resolver.control.ZoneFile;

/** The commands about the life of a name against a node, over a real socket. */
class NameLifeCommandsTest extends WithNode {
  private static final String TRY =
      "mind the gap\ntry: http://blog.home.alt/ or: pando resolve blog.home.alt\n";

  @BeforeEach
  void start() throws IOException {
    run("register", "blog", "A", "192.0.2.10");
  }

  @Test
  void renewTellsTheNewLeaseAndWhatElseToKnow() throws Exception {
    run("renew", "blog");
    assertEquals(new NameLife.Renewal(false), node.seen.getLast());
    assertEquals("renewed blog.home.alt (seq 1) until 2027-12-29\n", terminal.out);
    assertEquals(TRY, terminal.err);
    run("renew", "blog", "--dry-run");
    assertEquals(new NameLife.Renewal(true), node.seen.getLast());
    assertTrue(terminal.out.startsWith("would renew blog.home.alt"), terminal.out);
  }

  @Test
  void revokeSaysWhatFollows() throws Exception {
    run("revoke", "blog", "--yes", "--expect-seq", "3");
    assertEquals(new NameLife.Revocation(null, 3L, false), node.seen.getLast());
    assertEquals("revoked blog.home.alt\n", terminal.out);
    assertEquals(
        "mind the gap\nit does not answer any more; its recovery key brings it back: pando recover"
            + " blog.home.alt\n",
        terminal.err);
  }

  @Test
  void aRevocationFileIsSentAsText() throws Exception {
    Path file = Files.writeString(folder.resolve("b"), "pando-revocation 1\n");
    run("revoke", "blog", "--yes", "--file", file.toString());
    assertEquals(
        new NameLife.Revocation(new TextFile(file.toString(), "pando-revocation 1\n"), null, false),
        node.seen.getLast());
    assertEquals(2, terminal.run("revoke", "blog", "--yes", "--file", folder + "/none"));
    assertTrue(terminal.err.contains("no such revocation; check the path after --file"));
  }

  @Test
  void releaseSaysWhatFollows() throws Exception {
    run("release", "blog", "--yes");
    assertEquals(new NameLife.Release(null, false), node.seen.getLast());
    assertEquals("released blog.home.alt\n", terminal.out);
    assertEquals(
        "mind the gap\nit does not answer any more, and anybody can claim it\n", terminal.err);
  }

  @ParameterizedTest
  @ValueSource(strings = {"release blog", "revoke blog", "network witness resume"})
  void whatCannotBeTakenBackIsAskedFor(String line) throws Exception {
    int before = node.seen.size();
    assertEquals(2, terminal.run(line.split(" ")));
    assertTrue(terminal.err.contains("--yes"), terminal.err);
    terminal.isTerminal = true;
    for (String answer : List.of("", "n\n", "nay\n", "\n")) {
      terminal.stdin = answer;
      assertEquals(1, terminal.run(line.split(" ")), answer);
      assertTrue(terminal.err.contains("nothing was changed"), terminal.err);
    }
    assertEquals(before, node.seen.size());
    for (String answer : List.of("y\n", "Yes\n")) {
      terminal.stdin = answer;
      run(line.split(" "));
      assertTrue(terminal.err.contains("? [y/N] "), terminal.err);
    }
    terminal.isTerminal = false;
    run((line + " --dry-run").split(" "));
  }

  @Test
  void recoverTakesRecordsOrKeepsThem() throws Exception {
    run("recover", "blog");
    assertEquals(new NameLife.Recovery(null, List.of(), null, null, false), node.seen.getLast());
    assertEquals("recovered blog.home.alt (seq 1) until 2027-12-29\n", terminal.out);
    assertTrue(terminal.err.startsWith("made the key 'default': /keys/default\n"), terminal.err);
    Path zone = Files.writeString(folder.resolve("z"), "@ 60 A 192.0.2.1\n");
    run(
        "recover",
        "blog",
        "A",
        "192.0.2.2",
        "--key",
        "new",
        "--file",
        zone.toString(),
        "--expect-seq",
        "1",
        "--dry-run");
    assertEquals(
        new NameLife.Recovery(
            "new",
            List.of("A 192.0.2.2"),
            new ZoneFile(zone.toString(), "@ 60 A 192.0.2.1\n"),
            1L,
            true),
        node.seen.getLast());
  }

  @Test
  void anOfferIsTellableAndCanBeWrittenElsewhere() throws Exception {
    Path out = folder.resolve("offer");
    run("transfer", "offer", "blog", "--to", "work", "--recovery", "o", "--out", out.toString());
    assertEquals(new NameLife.NewOffer("work", "o", null, false), node.seen.getLast());
    assertEquals("offered blog.home.alt to work until 2027-12-29\n", terminal.out);
    assertEquals("an offer\n", Files.readString(out));
    assertTrue(terminal.err.contains("transfer accept blog.home.alt --offer FILE"), terminal.err);
    int before = node.seen.size();
    assertEquals(
        2, terminal.run("transfer", "offer", "blog", "--to", "work", "--out", out.toString()));
    assertEquals(before, node.seen.size(), "a file that is there is refused before the offer");
    Path none = folder.resolve("none");
    run("transfer", "offer", "blog", "--to", "work", "--out", none.toString(), "--dry-run");
    assertFalse(Files.exists(none));
    assertEquals(2, terminal.run("transfer", "offer", "blog"));
    assertTrue(terminal.err.contains("--to"), terminal.err);
  }

  @Test
  void acceptSendsTheOfferAndRecords() throws Exception {
    Path file = Files.writeString(folder.resolve("o"), "pando-offer 1\n");
    run("transfer", "accept", "blog", "--offer", file.toString(), "A", "192.0.2.3");
    assertEquals(
        new NameLife.Acceptance(
            new TextFile(file.toString(), "pando-offer 1\n"),
            List.of("A 192.0.2.3"),
            null,
            null,
            false),
        node.seen.getLast());
    assertEquals("took over blog.home.alt (seq 1) until 2027-12-29\n", terminal.out);
  }

  @Test
  void aKeyNameIsRegisteredByTheKeyItself() throws Exception {
    run("register", "--key-name", "A", "192.0.2.1");
    assertEquals(
        new KeyNameRequest(null, List.of("A 192.0.2.1"), null, false), node.seen.getLast());
    assertEquals("registered " + "y".repeat(52) + ".key.home.alt (seq 1)\n", terminal.out);
    run("register", "--key-name", "--key", "work", "A 192.0.2.1", "www CNAME @");
    assertEquals(
        new KeyNameRequest("work", List.of("A 192.0.2.1", "www CNAME @"), null, false),
        node.seen.getLast());
    assertEquals(2, terminal.run("register", "--key-name"));
    assertTrue(terminal.err.contains("no records"), terminal.err);
    assertEquals(2, terminal.run("register"));
    assertTrue(terminal.err.contains("NAME is missing"), terminal.err);
  }

  @Test
  void theWitnessResumes() throws Exception {
    run("network", "witness", "resume", "--yes");
    assertEquals(new WitnessService.Resumption(false), node.seen.getLast());
    assertEquals("this node signs as a witness again\n", terminal.out);
    assertEquals("mind the gap\n", terminal.err);
    assertEquals(2, terminal.run("network", "witness"));
    assertTrue(terminal.err.contains("a command is missing after 'witness'"), terminal.err);
  }

  @Test
  void aLockedKeyIsOpenedForTheseToo() throws Exception {
    node.locked = "correct horse";
    terminal.stdin = "correct horse\n";
    run("renew", "blog", "--passphrase-file", "-");
    assertEquals("correct horse", node.passphrases.getLast());
    assertEquals(4, terminal.run("renew", "blog"));
  }

  @Test
  void aRefusalIsExitCode4() throws Exception {
    node.failure =
        new RegistryException(
            RegistryException.Kind.REFUSED, "blog.home.alt is locked; use its recovery key");
    assertEquals(4, terminal.run("release", "blog", "--yes"));
    assertEquals("pando: blog.home.alt is locked; use its recovery key\n", terminal.err);
  }

  @Test
  void statusShowsWhatNeedsAPerson() throws Exception {
    node.notSigning = "witness log /data/witness.db: moved";
    node.unrenewed =
        List.of(
            new StatusReport.Unrenewed(
                "blog.home.alt", FakeNode.LEASE, -2, "key 'default' is protected"));
    node.offers =
        List.of(new OpenOffer("shop.home.alt", "yyy", Instant.parse("2026-12-01T00:00:00Z")));
    run("status");
    assertTrue(
        terminal.out.contains("witness   not signing: witness log /data/witness.db: moved\n"),
        terminal.out);
    assertTrue(
        terminal.out.contains(
            """
            cannot be renewed
              blog.home.alt  until 2027-12-29  lapsed 2 days ago  key 'default' is protected
            offered
              shop.home.alt  until 2026-12-01  to yyy
            """),
        terminal.out);
    run("show", "blog");
    assertTrue(terminal.out.contains("offered     to yyy until 2026-12-01\n"), terminal.out);
  }

  @ParameterizedTest
  @CsvSource({"300,mine", "99,mine · 99 days left", "-1,mine · lapsed 1 day ago"})
  void listMarksLeasesThatEnd(long daysLeft, String remark) throws Exception {
    node.daysLeft = daysLeft;
    run("list");
    assertEquals("blog.home.alt  active  seq 1  until 2027-12-29  " + remark + "\n", terminal.out);
  }
}
