package org.pando.resolver.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.pando.registry.RegistryException;
import org.pando.resolver.control.BackupService;
import org.pando.resolver.control.CacheService;
import org.pando.resolver.control.ControlException;
import org.pando.resolver.control.RegisterRequest;
import org.pando.resolver.control.StatusReport.StoreState;
import org.pando.resolver.control.ZoneChange;
import org.pando.resolver.control.ZoneFile;

/** Every command against a node, over a real socket. */
class CommandsTest extends WithNode {
  private static final List<String> APEX = List.of("A 192.0.2.10");

  private void registerBlog() throws IOException {
    run("register", "blog", "A", "192.0.2.10");
  }

  @Test
  void registerTellsWhatHappenedWhereTheKeyLiesAndWhatToTry() throws Exception {
    registerBlog();
    assertEquals("registered blog.home.alt (seq 1) until 2027-12-29\n", terminal.out);
    assertEquals(
        """
        made the key 'default': /keys/default
        its recovery key: /keys/default.rec
          It can take your names back when the key is lost or stolen: copy it to a place that is \
        offline, then delete it here.
        try: http://blog.home.alt/ or: pando resolve blog.home.alt
        """,
        terminal.err);
    run("register", "-q", "mail", "MX 10 mx");
    assertEquals("", terminal.err);
  }

  @Test
  void recordsAreQuotedArgumentsOrTheWordsOfOne() throws Exception {
    registerBlog();
    assertEquals(APEX, ((RegisterRequest) node.seen.getLast()).records());
    run("register", "b", "@ A 192.0.2.1", "www CNAME @");
    assertEquals(
        List.of("@ A 192.0.2.1", "www CNAME @"), ((RegisterRequest) node.seen.getLast()).records());
    run("register", "c", "@", "TXT", "x");
    assertEquals(List.of("@ TXT x"), ((RegisterRequest) node.seen.getLast()).records());
    run("register", "d", "TXT \"two words\"", "--key", "work", "--dry-run");
    assertEquals(
        new RegisterRequest("d", List.of("TXT \"two words\""), null, "work", true),
        node.seen.getLast());
  }

  @Test
  void anAtSignIsTheNameItselfNeverAFileOfArguments() throws Exception {
    Path file = Files.writeString(folder.resolve("words"), "A 192.0.2.66");
    run("register", "blog", "@" + file);
    assertEquals(List.of("@" + file), ((RegisterRequest) node.seen.getLast()).records());
  }

  @Test
  void aDryRunShowsTheZoneAndAnnouncesNothing() throws Exception {
    run("register", "blog", "A", "192.0.2.10", "--dry-run");
    assertEquals(
        "would register blog.home.alt (seq 1) until 2027-12-29\n  @  3600 A 192.0.2.10\n",
        terminal.out);
    assertEquals("", terminal.err);
    assertEquals(1, terminal.run("show", "blog"));
  }

  @Test
  void zoneFilesAreSentAsTextWithTheirName() throws Exception {
    Path file = folder.resolve("blog.zone");
    Files.writeString(file, "@ 60 A 192.0.2.1\n");
    run("register", "blog", "--file", file.toString());
    ZoneFile sent = new ZoneFile(file.toString(), "@ 60 A 192.0.2.1\n");
    assertEquals(sent, ((RegisterRequest) node.seen.getLast()).zoneFile());
    terminal.stdin = "@ 60 A 192.0.2.2\n";
    run("update", "blog", "--file", "-");
    assertEquals(
        new ZoneFile("<stdin>", terminal.stdin), ((ZoneChange) node.seen.getLast()).zoneFile());
    Files.write(file, new byte[] {(byte) 0xff});
    assertEquals(2, terminal.run("update", "blog", "--file", file.toString()));
    assertTrue(terminal.err.contains("not UTF-8"), terminal.err);
  }

  @Test
  void updateSendsWhatIsAddedAndRemoved() throws Exception {
    registerBlog();
    run(
        "update",
        "blog",
        "--remove",
        "A 192.0.2.10",
        "--add",
        "A",
        "192.0.2.11",
        "--expect-seq",
        "1");
    assertEquals(
        new ZoneChange(List.of("A 192.0.2.11"), APEX, null, 1L, false), node.seen.getLast());
    assertEquals("updated blog.home.alt (seq 2) until 2027-12-29\n", terminal.out);
    run("update", "--add", "A 192.0.2.12", "--add", "www CNAME @", "blog", "--dry-run");
    assertEquals(
        new ZoneChange(List.of("A 192.0.2.12", "www CNAME @"), List.of(), null, null, true),
        node.seen.getLast());
    assertTrue(terminal.out.startsWith("would update blog.home.alt (seq 3)"), terminal.out);
    run("update", "blog", "--remove", "A 192.0.2.99");
    assertEquals("unchanged blog.home.alt (seq 2)\n", terminal.out);
  }

  @Test
  void showPrintsTheWholeName() throws Exception {
    registerBlog();
    run("update", "blog", "--add", "A 192.0.2.11");
    run("show", "blog");
    assertEquals(
        """
        blog.home.alt  active · seq 2 · lease until 2027-12-29 · 300 days left
        owner       %s  (this node: default)
        recovery    %s  (locked)
        signed      2026-11-24T10:00:00Z  (operation 0, tenure 0)
        revocation  /revocations/blog.home.alt
        records
          @  3600 A 192.0.2.10
          @  3600 A 192.0.2.11
        """
            .formatted("y".repeat(52), "o".repeat(52)),
        terminal.out);
  }

  @Test
  void listIsATable() throws Exception {
    run("list");
    assertEquals("", terminal.out);
    assertTrue(terminal.err.contains("pando register blog"), terminal.err);
    registerBlog();
    run("register", "a", "A", "192.0.2.1");
    run("list", "--mine");
    assertEquals(true, node.seen.getLast());
    assertEquals(
        """
        a.home.alt     active  seq 1  until 2027-12-29  mine
        blog.home.alt  active  seq 1  until 2027-12-29  mine
        """,
        terminal.out);
  }

  @Test
  void aLongListComesInPages() throws Exception {
    node.page = 2;
    for (String name : List.of("a", "b", "longer", "z")) {
      run("register", name, "A", "192.0.2.1");
    }
    run("register", "zz", "A", "192.0.2.1");
    node.damaged = List.of("b.home.alt");
    run("list");
    assertEquals(
        """
        a.home.alt  active   seq 1  until 2027-12-29  mine
        b.home.alt  damaged  seq 1  until 2027-12-29  mine
        longer.home.alt  active   seq 1  until 2027-12-29  mine
        z.home.alt       active   seq 1  until 2027-12-29  mine
        zz.home.alt      active   seq 1  until 2027-12-29  mine
        """,
        terminal.out);
    run("list", "--json");
    JsonObject json = JsonParser.parseString(terminal.out).getAsJsonObject();
    assertEquals(1, json.get("version").getAsInt());
    assertEquals(
        List.of("a.home.alt", "b.home.alt", "longer.home.alt", "z.home.alt", "zz.home.alt"),
        json.getAsJsonArray("names").asList().stream()
            .map(name -> name.getAsJsonObject().get("name").getAsString())
            .toList());
    assertEquals(1, terminal.out.lines().count());
  }

  @Test
  void statusTellsOfDamageAndOfLoading() throws Exception {
    node.loading = true;
    node.damaged = List.of("b.home.alt");
    run("status");
    assertTrue(terminal.out.contains("0 names and more being loaded · 1 witness"), terminal.out);
    assertTrue(
        terminal.out.contains(
            "damaged   1 name of home.alt not served: b.home.alt; stop the node and restore a"
                + " backup"),
        terminal.out);
  }

  @Test
  void aNameBeyondAsciiIsShownInItsOwnLettersToo() throws Exception {
    run("register", "xn--bcher-kva", "A", "192.0.2.10");
    assertEquals(
        "registered xn--bcher-kva.home.alt (bücher.home.alt) (seq 1) until 2027-12-29\n",
        terminal.out);
    run("list");
    assertEquals(
        "xn--bcher-kva.home.alt (bücher.home.alt)  active  seq 1  until 2027-12-29  mine\n",
        terminal.out);
    run("show", "xn--bcher-kva");
    assertTrue(
        terminal.out.startsWith(
            "xn--bcher-kva.home.alt (bücher.home.alt)  active · seq 1 · lease until 2027-12-29 · "),
        terminal.out);
  }

  @Test
  void statusTellsOfTheStoreWhenThereIsSomethingToTell() throws Exception {
    registerBlog();
    run("status");
    assertFalse(terminal.out.contains("store"), terminal.out);
    node.store = new StoreState(null, 0, null);
    run("status");
    assertTrue(terminal.out.contains("\nstore     0 of 1 name verified\n"), terminal.out);
    node.store = new StoreState("it is damaged", 0, null);
    run("status");
    assertTrue(
        terminal.out.contains("\nstore     takes no changes: it is damaged\n"), terminal.out);
  }

  @Test
  void aProofIsPrintedOrWritten() throws Exception {
    registerBlog();
    run("show", "blog", "--proof");
    assertEquals("# a proof\nof blog.home.alt 1\n", terminal.out);
    assertEquals("", terminal.err);
    Path file = folder.resolve("blog.proof");
    run("show", "blog", "--proof", "--out", file.toString());
    assertEquals("", terminal.out);
    assertEquals("wrote " + file + "; check it with: pando verify " + file + "\n", terminal.err);
    assertEquals("# a proof\nof blog.home.alt 1\n", Files.readString(file));
    assertEquals(2, terminal.run("show", "blog", "--out", file.toString()));
    assertEquals(2, terminal.run("show", "blog", "--proof", "--json", "--out", file.toString()));
    assertEquals(1, terminal.run("show", "blog", "--proof", "--out", folder + "/no/file"));
    assertTrue(terminal.err.contains("give another file with --out"), terminal.err);
    assertEquals(1, terminal.run("show", "nobody", "--proof"));
  }

  @Test
  void aBackupIsWrittenByTheNodeAndWarnsOfTheKeysInIt() throws Exception {
    registerBlog();
    Path file = Path.of("there.backup").toAbsolutePath();
    run("backup", "there.backup");
    assertEquals(new BackupService.BackupRequest(file.toString()), node.seen.getLast());
    assertEquals("backed up 1 name and 2 keys to " + file + " (18 KiB)\n", terminal.out);
    assertEquals(
        """
        pando: warning: key file /keys/x.key: torn
        keys in it without a passphrase: node
          Whoever can read the file can use them: keep it where nobody else gets at it.
        """,
        terminal.err);
  }

  @Test
  void restoringNeedsNoNode() throws Exception {
    server.close();
    server = () -> {};
    assertEquals(0, terminal.run("restore", "/old", "--data-dir", "/data"));
    assertEquals(Arrays.asList(Path.of("/old"), null, Path.of("/data")), terminal.restorer.seen);
    assertEquals("restored 2 names and 2 keys of 2026-11-25 to /data\n", terminal.out);
    assertEquals(
        """
        keys in it without a passphrase: node
          Whoever can read the file can use them: keep it where nobody else gets at it.
        The node certifies no names until you say that no copy of the old one runs any more:
          pando network witness resume
        start it with: pando run --data-dir /data
        """,
        terminal.err);
    terminal.restorer.damaged = 1;
    assertEquals(0, terminal.run("restore", "/old", "-c", "/c.toml", "--json"));
    assertEquals(
        "{\"version\":1,\"dataDirectory\":\"/data\",\"program\":\"0.1.0\","
            + "\"created\":\"2026-11-25T10:00:00Z\",\"names\":2,\"damaged\":1,"
            + "\"keys\":[\"default\",\"node\"],\"unprotectedKeys\":[\"node\"],\"problems\":[]}\n",
        terminal.out);
    assertEquals("", terminal.err);
    terminal.run("restore", "/old", "-c", "/c.toml");
    assertTrue(terminal.err.startsWith("pando: warning: 1 name was damaged"), terminal.err);
    assertTrue(terminal.err.endsWith("start it with: pando run -c /c.toml\n"), terminal.err);
  }

  @Test
  void whatIsNotRestoredIsAFailure() throws Exception {
    terminal.restorer.failure = new CommandException(ExitCode.FAILED, "not empty");
    assertEquals(1, terminal.run("restore", "/old"));
    assertEquals("pando: not empty\n", terminal.err);
    assertEquals("", terminal.out);
  }

  @Test
  void resolvePrintsZoneLinesAndTheStepThatAnswered() throws Exception {
    registerBlog();
    run("resolve", "blog.home.alt");
    assertEquals(
        """
        blog.home.alt. 3600 IN A 192.0.2.10
        ; blog.home.alt. A: NOERROR · qr aa ra · from registry · 0.412 ms
        """,
        terminal.out);
    run("resolve", "blog.home.alt", "TXT", "--trace");
    assertEquals("blog.home.alt TXT true", node.seen.getLast());
    assertEquals(
        """
        ; local names  0.011 ms  no local name
        ; registry     12.0 ms   seq 1
        """,
        terminal.out.substring(0, terminal.out.indexOf("blog.home.alt.")));
  }

  @Test
  void cacheShowTellsWhatIsRememberedAndForHowLong() throws Exception {
    run("cache", "show", "www.example.com");
    assertEquals(
        """
        A · for 242 s · stale until 2026-11-28 17:04 UTC
          www.example.com. 242 IN A 192.0.2.1
        MX · no such records · over since 41 s · stale until 2026-11-28 17:04 UTC
        TXT (unchecked) · no such name · for 7 s
        AAAA · failed · for 1 s · nobody answered in time
        """,
        terminal.out);
    run("cache", "show", "other.example.com");
    assertEquals("", terminal.out);
    assertEquals("nothing of other.example.com is remembered\n", terminal.err);
  }

  @Test
  void cacheFlushAsksAndForgets() throws Exception {
    assertEquals(2, terminal.run("cache", "flush"));
    assertTrue(terminal.err.contains("forget everything?"), terminal.err);
    assertTrue(node.seen.isEmpty());
    run("cache", "flush", "--yes");
    assertEquals("forgot 1234 answers\n", terminal.out);
    assertEquals(new CacheService.Flush(null, false, false), node.seen.getLast());
    run("cache", "flush", "www.example.com", "--dry-run");
    assertEquals("would forget 1 answer\n", terminal.out);
    assertEquals(new CacheService.Flush("www.example.com", false, true), node.seen.getLast());
    run("cache", "flush", "--below", "example.com", "--yes");
    assertEquals(new CacheService.Flush("example.com", true, false), node.seen.getLast());
    assertEquals(2, terminal.run("cache", "flush", "a.example", "--below", "example", "--yes"));
  }

  @Test
  void nxdomainIsAnAnswer() throws Exception {
    run("resolve", "no.home.alt");
    assertEquals(
        """
        ; no.home.alt. A: NXDOMAIN · qr aa ra · from registry · 0.412 ms
        ; extended error 0 no such name
        """,
        terminal.out);
  }

  @Test
  void statusIsOneScreen() throws Exception {
    registerBlog();
    run("status");
    assertEquals(
        """
        pando 0.1.0 · pid 4711 · up 2 h 5 min
        data      /data
        dns       127.0.0.1:53 (udp, tcp)
        network   home.alt · 1 name · 1 witness · id abababababababab
        local     2 records, 3 names from hosts files
        cache     1 answer, 2 KiB
        queries   udp 12 · 2 connections
        answered  registry 7 · failed 1
        refused   not admitted 3
        upstreams
          quad9  udp  9.9.9.9:53  up
        """,
        terminal.out);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          status                      | version program pid uptimeMillis dataDirectory listeners networks store unrenewed offers upstreams local cache queries
          list                        | version names
          show blog --proof           | version name proof
          show blog                   | version name state lapsed owner ownerLabel recovery locked g tenure seq leaseUntil updatedAt daysLeft revocationFile records
          register --key-name A 192.0.2.1 | version name state changed dryRun seq records notes
          register c A 192.0.2.1      | version name state changed dryRun seq leaseUntil records notes
          update blog --add A 1.2.3.4 | version name state changed dryRun seq leaseUntil records notes
          renew blog                  | version name state changed dryRun seq leaseUntil records notes
          release blog --yes          | version name state changed dryRun seq records notes
          revoke blog --yes           | version name state changed dryRun seq leaseUntil records notes
          recover blog                | version name state changed dryRun seq leaseUntil records newKey notes
          transfer offer blog --to k  | version name dryRun to until file text
          transfer accept blog        | version name state changed dryRun seq leaseUntil records notes
          network witness resume --yes | version dryRun suspension problems
          key new                     | version label kind publicKey file hasPassphrase recoveryKey recoveryFile
          key list                    | version keys problems
          key import - --label l      | version label kind publicKey file hasPassphrase recoveryKey recoveryFile
          key export default          | version label text
          backup there.backup         | version file bytes names keys unprotectedKeys problems
          cache show www.example.com  | version name held
          cache flush --yes           | version answers dryRun
          resolve blog.home.alt       | version name type rcode flags answer answeredBy elapsedMillis steps
          """)
  void jsonIsOneVersionedObject(String line, String fields) throws Exception {
    registerBlog();
    terminal.stdin = "pando-key 1";
    run((line + " --json").split(" "));
    assertEquals(1, terminal.out.lines().count(), terminal.out);
    JsonObject object = JsonParser.parseString(terminal.out).getAsJsonObject();
    assertEquals(Set.of(fields.split(" ")), object.keySet());
    assertEquals(1, object.get("version").getAsInt());
  }

  @ParameterizedTest
  @EnumSource
  void aRefusalOfTheRegistryHasItsExitCode(RegistryException.Kind kind) throws Exception {
    node.failure = new RegistryException(kind, "blog: refused; try another");
    int expected =
        switch (kind) {
          case INVALID, UNKNOWN_NETWORK -> 2;
          case NOT_FOUND, STORE -> 1;
          case TAKEN, NO_KEY, LOCKED, CONFLICT, REFUSED -> 4;
          case UNREACHABLE -> 3;
          case PENDING -> 5;
        };
    assertEquals(expected, terminal.run("register", "blog", "A", "192.0.2.1"));
    assertEquals("pando: blog: refused; try another\n", terminal.err);
    assertEquals("", terminal.out);
  }

  private void assertAsked(String... passphrases) {
    assertEquals(List.of(passphrases), node.passphrases);
    node.passphrases.clear();
  }

  @Test
  void aLockedKeyIsOpenedByTheFirstLineOfAFile() throws Exception {
    node.locked = "grün und alt";
    Path file = Files.writeString(folder.resolve("p"), "grün und alt\r\nmore\n");
    run("register", "blog", "A", "192.0.2.10", "--passphrase-file", file.toString());
    assertAsked("grün und alt");
    terminal.stdin = "grün und alt\n@ 60 A 192.0.2.2\n";
    run("update", "blog", "--file", "-", "--passphrase-file", "-");
    assertAsked("grün und alt");
    assertEquals(
        new ZoneFile("<stdin>", "@ 60 A 192.0.2.2\n"),
        ((ZoneChange) node.seen.getLast()).zoneFile());
  }

  @Test
  void aPersonIsAskedOnceAndOnlyWhenTheKeyIsLocked() throws Exception {
    terminal.isTerminal = true;
    registerBlog();
    assertEquals(List.of(), terminal.questions);
    assertAsked("");
    node.locked = "secret";
    terminal.typed.add("secret");
    run("update", "blog", "--add", "A", "192.0.2.11");
    assertAsked("", "secret");
    assertEquals(List.of("passphrase: "), terminal.questions);
    assertTrue(terminal.err.startsWith("pando: key 'default': is protected\n"), terminal.err);
    terminal.typed.add("wrong");
    assertEquals(4, terminal.run("update", "blog", "--add", "A", "192.0.2.12"));
    assertAsked("", "wrong");
    assertTrue(terminal.err.endsWith("key 'default': wrong passphrase\n"), terminal.err);
    terminal.typed.add("");
    assertEquals(2, terminal.run("update", "blog", "--add", "A", "192.0.2.12"));
    assertTrue(terminal.err.contains("the passphrase is empty"), terminal.err);
    assertEquals(1, terminal.run("update", "blog", "--add", "A", "192.0.2.12"));
    assertTrue(terminal.err.contains("no passphrase was typed"), terminal.err);
  }

  @Test
  void withoutATerminalOrWithAFileNobodyIsAsked() throws Exception {
    node.locked = "secret";
    assertEquals(4, terminal.run("register", "blog", "A", "192.0.2.1"));
    assertEquals("pando: key 'default': is protected\n", terminal.err);
    terminal.isTerminal = true;
    Path file = Files.writeString(folder.resolve("p"), "wrong");
    assertEquals(
        4, terminal.run("register", "blog", "A", "192.0.2.1", "--passphrase-file", "" + file));
    assertEquals(List.of(), terminal.questions);
  }

  @Test
  void aTimeoutIsExitCode5() throws Exception {
    node.failure = new ControlException(ControlException.Kind.TIMEOUT, "no answer; try later");
    assertEquals(5, terminal.run("resolve", "x"));
    assertFalse(terminal.err.contains("bug"), terminal.err);
  }
}
