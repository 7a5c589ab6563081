package org.pando.resolver.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pando.registry.Passphrase;
import org.pando.resolver.answer.Answer;
import org.pando.resolver.answer.AnswerCache;
import org.pando.resolver.answer.CacheFile;
import org.pando.resolver.answer.Query;
import org.pando.resolver.answer.Staleness;
import org.pando.resolver.answer.Trace;
import org.pando.resolver.cli.CommandException;
import org.pando.resolver.cli.ExitCode;
import org.pando.resolver.cli.ProofChecker.Proved;
import org.pando.resolver.cli.ProofChecker.ProvedNetwork;
import org.pando.resolver.config.Capability;
import org.pando.resolver.config.ConfigPlaces;
import org.pando.resolver.config.ConfigReader;
import org.pando.resolver.config.ConfigResult;
import org.pando.resolver.control.CacheService;
import org.pando.resolver.control.ControlClient;
import org.pando.resolver.control.ControlException;
import org.pando.resolver.control.DrillService.Outage;
import org.pando.resolver.control.DrillService.Rehearsal;
import org.pando.resolver.control.KeyImport;
import org.pando.resolver.control.KeyInfo;
import org.pando.resolver.control.LookupReport;
import org.pando.resolver.control.NameLife;
import org.pando.resolver.control.Passphrases;
import org.pando.resolver.control.RegisterRequest;
import org.pando.resolver.control.RunningServer;
import org.pando.resolver.upstream.ScriptedServer;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.Type;

/** A whole node in this process, with scripted upstreams on loopback. */
class NodeTest {
  private static final ScriptedServer.Script GOOD =
      question -> List.of(ScriptedServer.answer(question).toWire());
  private static final Pattern DNS = Pattern.compile("ready: dns 127\\.0\\.0\\.1:([0-9]+) ");
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Pattern OUR_THREADS =
      Pattern.compile("(dns|control|housekeeping|answer-cache)-.*|registry-writer|store-reader");

  private final AtomicLong passed = new AtomicLong();

  @TempDir private Path folder;

  private Node start(ScriptedServer... upstreams) throws Exception {
    return start("[hosts]\nfiles = []\n", upstreams);
  }

  /**
   * @param more of the configuration file; its first line is line 5
   */
  private Node start(String more, ScriptedServer... upstreams) throws Exception {
    StringBuilder toml =
        new StringBuilder(
            "[dns]\nlisten = [\"127.0.0.1:0\"]\n[resolution]\nsystem-resolver = \"off\"\n");
    toml.append(more);
    for (ScriptedServer upstream : upstreams) {
      toml.append("[[upstream]]\nurl = \"udp://127.0.0.1:")
          .append(upstream.address().getPort())
          .append("\"\noperator = \"")
          .append(upstream.address().getPort())
          .append("\"\n");
    }
    Path file = folder.resolve("pando.toml");
    Files.writeString(file, toml);
    NodeSettings settings =
        new NodeSettings(
            config(file),
            false,
            folder.resolve("data"),
            "this computer",
            folder.resolve("control.sock"),
            RunningServer.shortPaths());
    NodeClock system = NodeClock.system();
    return Node.start(
        settings,
        new NodeClock(
            system.wall(), () -> system.nanos().getAsLong() + passed.get(), system.random()));
  }

  private ConfigResult.Loaded config(Path file) {
    ConfigPlaces places = new ConfigPlaces(Map.of(), folder, folder.resolve("none"));
    return switch (new ConfigReader(places, Capability.IN_THIS_VERSION, false)
        .read(Optional.of(file))) {
      case ConfigResult.Loaded loaded -> loaded;
      case ConfigResult.Failed failed -> throw new AssertionError(Configuration.text(failed));
    };
  }

  private void register(String name, String record) throws Exception {
    RunningServer.client(folder.resolve("control.sock"))
        .register(new RegisterRequest(name, List.of(record), null, null, false));
  }

  private static Message ask(Node node, String name) throws IOException {
    Matcher dns = DNS.matcher(node.readyLine());
    assertTrue(dns.find(), node.readyLine());
    SimpleResolver client =
        new SimpleResolver(
            new InetSocketAddress(
                InetAddress.ofLiteral("127.0.0.1"), Integer.parseInt(dns.group(1))));
    client.setTimeout(Duration.ofSeconds(15));
    return client.send(
        Message.newQuery(Record.newRecord(Name.fromConstantString(name), Type.A, DClass.IN)));
  }

  private static void assertAddress(String address, Message reply) {
    assertEquals(Rcode.NOERROR, reply.getRcode(), reply::toString);
    assertEquals(
        List.of(address),
        reply.getSection(Section.ANSWER).stream().map(Record::rdataToString).toList());
  }

  @Test
  void aRegisteredNameResolvesAndStaysAfterARestart() throws Exception {
    try (ScriptedServer upstream = new ScriptedServer(GOOD, GOOD)) {
      try (Node node = start(upstream)) {
        register("blog", "A 192.0.2.10");
        assertAddress("192.0.2.10", ask(node, "blog.home.alt."));
      }
      try (Node node = start(upstream)) {
        assertAddress("192.0.2.10", ask(node, "blog.home.alt."));
      }
    }
  }

  @Test
  void withoutUpstreamsTheAnswerIsStaleAndSaysSo() throws Exception {
    AtomicBoolean gone = new AtomicBoolean();
    ScriptedServer.Script script = q -> gone.get() ? List.of() : GOOD.replies(q);
    try (ScriptedServer upstream = new ScriptedServer(script, script);
        Node node = start("stale-after = \"0s\"\n[hosts]\nfiles = []\n", upstream)) {
      assertAddress("192.0.2.1", ask(node, "example.com."));
      gone.set(true);
      passed.set(Duration.ofDays(1).toNanos());
      Message reply = ask(node, "example.com.");
      assertAddress("192.0.2.1", reply);
      assertEquals(30, reply.getSection(Section.ANSWER).getFirst().getTTL());
      ControlClient client = RunningServer.client(folder.resolve("control.sock"));
      LookupReport report = client.resolve("example.com", "A", false).value();
      assertEquals("stale answer", report.answeredBy());
      assertEquals(3, Objects.requireNonNull(report.extendedError()).code());
      assertEquals(1, client.status().value().queries().answered().get("stale"));
    }
  }

  @Test
  void theCacheOutlivesARestart() throws Exception {
    try (ScriptedServer upstream = new ScriptedServer(GOOD, GOOD)) {
      try (Node node = start(upstream)) {
        assertAddress("192.0.2.1", ask(node, "example.com."));
      }
      asked(upstream);
      Path saved = folder.resolve("data/answers");
      try (Node node = start(upstream)) {
        ControlClient client = RunningServer.client(folder.resolve("control.sock"));
        assertTimeoutPreemptively(
            Duration.ofSeconds(10), () -> awaitAnswers(client, 1), "nothing was loaded");
        assertAddress("192.0.2.1", ask(node, "example.com."));
        assertEquals(List.of(), asked(upstream));
        assertEquals("A", client.cached("example.com").value().held().getFirst().type());
        client.flush(new CacheService.Flush(null, false, false));
        assertEquals(List.of(), client.cached("example.com").value().held());
        ControlException e = assertThrows(ControlException.class, () -> client.cached("a..b"));
        assertEquals(ControlException.Kind.INVALID, e.kind());
      }
      assertTrue(Files.size(saved) < 30, "what was forgotten comes back");
      try (Node node = start("[hosts]\nfiles = []\n[cache]\npersist = false\n", upstream)) {
        assertAddress("192.0.2.1", ask(node, "example.com."));
        assertEquals(List.of("example.com."), asked(upstream));
      }
    }
  }

  private static void awaitAnswers(ControlClient client, int count) throws Exception {
    while (client.status().value().cache().entries() < count) {
      Thread.onSpinWait();
    }
  }

  /** A file as if servers had said so before: an address of each name, or that it is not there. */
  private void saveAnswers(Map<String, Boolean> names) throws Exception {
    AnswerCache cache =
        new AnswerCache(
            new AnswerCache.Limits(1 << 20, Duration.ZERO, Duration.ofDays(1), Duration.ofDays(1)),
            Staleness.OFF,
            Runnable::run,
            () -> 0);
    InetAddress wrong = InetAddress.ofLiteral("192.0.2.66");
    for (Map.Entry<String, Boolean> each : names.entrySet()) {
      Name name = Name.fromConstantString(each.getKey());
      Record soa = new SOARecord(name, DClass.IN, 3600, name, name, 1, 1, 1, 1, 3600);
      Answer answer =
          each.getValue()
              ? new Answer(
                  Rcode.NOERROR,
                  List.of(new ARecord(name, DClass.IN, 3600, wrong)),
                  List.of(),
                  Answer.Validation.NOT_VALIDATED)
              : new Answer(
                  Rcode.NXDOMAIN, List.of(), List.of(soa), Answer.Validation.NOT_VALIDATED);
      cache.put(new Query(name, Type.A, false, Trace.NONE), answer);
    }
    new CacheFile(folder.resolve("data/answers"), cache, InstantSource.system()).save();
  }

  /** A node with the names blog.home.alt and gone.home.alt, the latter revoked, and nas.lan. */
  private Node startWithNames(ScriptedServer upstream, Map<String, Boolean> saved)
      throws Exception {
    String local =
        "[hosts]\nfiles = []\n[[record]]\nname = \"nas.lan\"\nrecords = [\"A 192.0.2.20\"]\n";
    try (Node node = start(local, upstream)) {
      register("blog", "A 192.0.2.10");
      register("gone", "A 192.0.2.11");
      RunningServer.client(folder.resolve("control.sock"))
          .revoke("gone", new NameLife.Revocation(null, null, false));
      assertEquals(Rcode.NXDOMAIN, ask(node, "gone.home.alt.").getRcode());
    }
    saveAnswers(saved);
    Node node = start(local, upstream);
    ControlClient client = RunningServer.client(folder.resolve("control.sock"));
    assertTimeoutPreemptively(
        Duration.ofSeconds(10), () -> awaitAnswers(client, saved.size()), "nothing was loaded");
    return node;
  }

  @Test
  void whatOthersSaidOfNamesThatAreOursIsNeverAnswered() throws Exception {
    Map<String, Boolean> said =
        Map.of(
            "blog.home.alt.", true, "gone.home.alt.", true, "no.home.alt.", true, "nas.lan.", true);
    try (ScriptedServer upstream = new ScriptedServer(GOOD, GOOD);
        Node node = startWithNames(upstream, said)) {
      assertAddress("192.0.2.10", ask(node, "blog.home.alt."));
      assertAddress("192.0.2.20", ask(node, "nas.lan."));
      assertEquals(Rcode.NXDOMAIN, ask(node, "gone.home.alt.").getRcode());
      assertEquals(Rcode.NXDOMAIN, ask(node, "no.home.alt.").getRcode());
    }
  }

  @Test
  void thatANameAboveDoesNotExistHidesNoNameOfOurs() throws Exception {
    Map<String, Boolean> said =
        Map.of("alt.", false, "home.alt.", false, "blog.home.alt.", false, "lan.", false);
    try (ScriptedServer upstream = new ScriptedServer(GOOD, GOOD);
        Node node = startWithNames(upstream, said)) {
      assertAddress("192.0.2.10", ask(node, "blog.home.alt."));
      assertAddress("192.0.2.20", ask(node, "nas.lan."));
    }
  }

  @Test
  void aNameIsProvedToWhoeverHasNoNode() throws Exception {
    String id;
    String proof;
    try (ScriptedServer upstream = new ScriptedServer(GOOD, GOOD);
        Node node = start(upstream)) {
      assertAddress("192.0.2.1", ask(node, "example.com."));
      register("bücher", "A 192.0.2.10");
      ControlClient client = RunningServer.client(folder.resolve("control.sock"));
      id = client.status().value().networks().getFirst().id();
      proof = client.prove("bücher").value().proof();
    }
    OfflineProofs proofs = new OfflineProofs();
    Proved proved = proofs.check(proof);
    assertEquals("xn--bcher-kva.home.alt", proved.name());
    assertEquals("bücher.home.alt", proved.unicodeName());
    assertEquals(new ProvedNetwork(id, "home.alt", 0, 1), proved.network());
    assertEquals(List.of("@ 3600 A 192.0.2.10"), proved.records());
    assertEquals(
        ExitCode.USAGE,
        assertThrows(CommandException.class, () -> proofs.check("hello")).exitCode());
    String damaged = proof.replaceFirst("(?m)^[A-Za-z0-9+/]{64}$", "A".repeat(64));
    CommandException refusal = assertThrows(CommandException.class, () -> proofs.check(damaged));
    assertEquals(ExitCode.REFUSED, refusal.exitCode());
    assertTrue(String.valueOf(refusal.getMessage()).endsWith("(V1)"), refusal::getMessage);
  }

  @Test
  @Tag("I11")
  @Tag("case-40")
  void namesUnderTheSuffixNeverGoUpstream() throws Exception {
    try (ScriptedServer upstream = new ScriptedServer(GOOD, GOOD);
        Node node = start(upstream)) {
      register("blog", "www CNAME target.home.alt.");
      for (String name :
          List.of(
              "home.alt.", "www.blog.home.alt.", "unknown.home.alt.", "a.b.UNKNOWN.Home.Alt.")) {
        ask(node, name);
      }
      assertEquals(Rcode.NXDOMAIN, ask(node, "unknown.home.alt.").getRcode());
      assertAddress("192.0.2.1", ask(node, "example.com."));
      assertEquals(List.of("example.com."), asked(upstream));
    }
  }

  @Test
  @Tag("I11")
  void aRehearsalAsksForNamesOfOthersOnly() throws Exception {
    try (ScriptedServer upstream = new ScriptedServer(GOOD, GOOD);
        Node _ = start("[[record]]\nname = \"nas.lan\"\nrecords = [\"A 192.0.2.5\"]\n", upstream)) {
      register("blog", "A 192.0.2.10");
      String operator = String.valueOf(upstream.address().getPort());
      ControlClient client = RunningServer.client(folder.resolve("control.sock"));
      for (String name :
          List.of("blog.home.alt", "unknown.home.alt", "nas.lan", "x.onion", "printer.local")) {
        ControlException e =
            assertThrows(
                ControlException.class,
                () -> client.drill(new Outage(operator, "servfail", "100ms", List.of(name))),
                name);
        assertEquals(ControlException.Kind.NOT_FOUND, e.kind(), name);
      }
      Rehearsal rehearsal =
          client
              .drill(new Outage(operator, "loss", "100ms", List.of("blog.home.alt", "example.com")))
              .value();
      assertEquals(2, rehearsal.asked());
      assertTrue(Set.of("example.com.", ".").containsAll(asked(upstream)), upstream::toString);
      assertEquals(0, client.upstreams().value().upstreams().getFirst().asked());
      assertEquals(0, client.status().value().cache().entries());
    }
  }

  private static List<String> lines(Message reply) {
    return reply.getSection(Section.ANSWER).stream()
        .map(r -> r.getName() + " " + Type.string(r.getType()) + " " + r.rdataToString())
        .toList();
  }

  /** For which names it was asked, but for those that the node makes up to find loops. */
  private static List<String> asked(ScriptedServer upstream) {
    return upstream.asked().stream()
        .map(q -> q.getQuestion().getName().toString().toLowerCase(Locale.ROOT))
        .filter(name -> !name.endsWith(".pando-loop-check."))
        .toList();
  }

  @Test
  void specialUseNamesNeverGoUpstream() throws Exception {
    try (ScriptedServer upstream = new ScriptedServer(GOOD, GOOD);
        Node node = start(upstream)) {
      register("blog", "printer CNAME printer.local.");
      for (String name :
          List.of("printer.local.", "x.onion.", "5.1.168.192.in-addr.arpa.", "other.alt.")) {
        assertEquals(Rcode.NXDOMAIN, ask(node, name).getRcode(), name);
      }
      assertAddress("127.0.0.1", ask(node, "app.localhost."));
      Message alias = ask(node, "printer.blog.home.alt.");
      assertEquals(Rcode.NXDOMAIN, alias.getRcode());
      assertEquals(List.of("printer.blog.home.alt. CNAME printer.local."), lines(alias));
      assertEquals(1, alias.getSection(Section.AUTHORITY).size());
      assertEquals(List.of(), asked(upstream));
    }
  }

  @Test
  void aPublicAliasLeadsToNoSpecialUseName() throws Exception {
    ScriptedServer.Script toPrinter =
        question -> {
          Message reply = ScriptedServer.answer(question);
          reply.removeAllRecords(Section.ANSWER);
          reply.addRecord(
              new CNAMERecord(
                  question.getQuestion().getName(),
                  DClass.IN,
                  300,
                  Name.fromConstantString("printer.local.")),
              Section.ANSWER);
          return List.of(reply.toWire());
        };
    try (ScriptedServer upstream = new ScriptedServer(toPrinter, toPrinter);
        Node node = start(upstream)) {
      assertEquals(Rcode.SERVFAIL, ask(node, "www.example.com.").getRcode());
      assertEquals(Set.of("www.example.com."), Set.copyOf(asked(upstream)));
    }
  }

  @Test
  void localRecordsAndHostsFilesAreAnswered() throws Exception {
    Path hosts = folder.resolve("hosts");
    Files.writeString(hosts, "192.168.1.7 tv.lan tv\n");
    String more =
        """
        [hosts]
        files = ["hosts"]
        [[record]]
        name = "nas.lan"
        records = ["A 192.168.1.5", "www CNAME tv.lan."]
        [[record]]
        name = "cdn.lan"
        records = ["CNAME example.com."]
        [[record]]
        name = "blog.lan"
        records = ["CNAME www.blog.home.alt."]
        """;
    try (ScriptedServer upstream = new ScriptedServer(GOOD, GOOD);
        Node node = start(more, upstream)) {
      register("blog", "www CNAME nas.lan.");
      assertAddress("192.168.1.5", ask(node, "nas.lan."));
      assertAddress("192.168.1.7", ask(node, "TV."));
      assertEquals(
          List.of("www.nas.lan. CNAME tv.lan.", "tv.lan. A 192.168.1.7"),
          lines(ask(node, "www.nas.lan.")));
      assertEquals(
          List.of(
              "blog.lan. CNAME www.blog.home.alt.",
              "www.blog.home.alt. CNAME nas.lan.",
              "nas.lan. A 192.168.1.5"),
          lines(ask(node, "blog.lan.")));
      assertEquals(List.of(), asked(upstream));
      assertEquals(
          List.of("cdn.lan. CNAME example.com.", "example.com. A 192.0.2.1"),
          lines(ask(node, "cdn.lan.")));
      assertEquals(List.of("example.com."), asked(upstream));
    }
  }

  @Test
  void aLocalRecordUnderASuffixIsRefused() {
    StartException e =
        assertThrows(
            StartException.class,
            () ->
                start(
                    """
                    [[record]]
                    name = "blog.home.alt"
                    records = ["A 192.168.1.5"]
                    """));
    assertEquals(
        folder.resolve("pando.toml")
            + ":7:1: [[record]] blog.home.alt is under the suffix of a network, whose names are in"
            + " the registry; remove it here and use: pando register, or pando update",
        e.getMessage());
  }

  /** Two of three are drawn for each question, so the dead ones meet sooner or later. */
  @Test
  void deadUpstreamsLeaveNoQuestionUnanswered() throws Exception {
    try (ScriptedServer dead = new ScriptedServer(ScriptedServer.SILENT, ScriptedServer.SILENT);
        ScriptedServer alsoDead = new ScriptedServer(ScriptedServer.SILENT, ScriptedServer.SILENT);
        ScriptedServer alive = new ScriptedServer(GOOD, GOOD);
        Node node = start(dead, alive, alsoDead)) {
      for (int i = 0; i < 40; i++) {
        assertAddress("192.0.2.1", ask(node, "n" + i + ".example."));
      }
      assertFalse(
          dead.asked().isEmpty() && alsoDead.asked().isEmpty(),
          "none that is dead was tried: the test shows nothing");
    }
  }

  @Test
  void aSecondNodeOnOneDataDirectoryIsRefused() throws Exception {
    try (Node node = start()) {
      StartException e = assertThrows(StartException.class, this::start);
      assertTrue(String.valueOf(e.getMessage()).contains("data"), e.getMessage());
      assertTrue(
          String.valueOf(e.getMessage()).contains(Long.toString(ProcessHandle.current().pid())),
          e.getMessage());
      assertEquals(Rcode.NXDOMAIN, ask(node, "nobody.home.alt.").getRcode());
    }
  }

  @Test
  void closingLeavesNothingBehind() throws Exception {
    Node node = start();
    assertFalse(ourThreads().isEmpty(), "the names of our threads changed");
    node.close();
    assertEquals(Set.of(), ourThreadsThatStay());
    assertFalse(Files.exists(folder.resolve("control.sock")));
    node.close();
    start().close();
    assertEquals(Set.of(), ourThreadsThatStay());
  }

  @Test
  void aProtectedKeySignsOnlyWithItsPassphrase() throws Exception {
    try (Node node = start();
        Passphrase typed = Passphrase.of("grüne Espe".toCharArray())) {
      ControlClient client = RunningServer.client(folder.resolve("control.sock"));
      ControlClient knowing = client.with(new Passphrases(typed, typed));
      knowing.newKey(null);
      RegisterRequest request =
          new RegisterRequest("blog", List.of("A 192.0.2.10"), null, null, false);
      ControlException e = assertThrows(ControlException.class, () -> client.register(request));
      assertEquals(ControlException.Kind.LOCKED, e.kind());
      assertEquals(Rcode.NXDOMAIN, ask(node, "blog.home.alt.").getRcode());
      knowing.register(request);
      assertAddress("192.0.2.10", ask(node, "blog.home.alt."));
      assertEquals(
          List.of("owner true", "recovery true", "witness false", "node false"),
          client.keys().value().keys().stream()
              .map(key -> key.kind().name().toLowerCase(Locale.ROOT) + " " + key.hasPassphrase())
              .toList());
      assertTrue(client.list(true, null).value().names().getFirst().mine());
    }
  }

  @Test
  void aKeyLeavesAndComesBack() throws Exception {
    try (Node node = start()) {
      ControlClient client = RunningServer.client(folder.resolve("control.sock"));
      KeyInfo key = client.newKey("blog").value();
      String text = client.exportFile("blog").value().text();
      String words = client.exportWords("blog").value().text();
      assertEquals(4, words.lines().count());
      Path file = Path.of(key.file());
      assertEquals(Files.readString(file), text);
      Files.delete(file);
      assertEquals(key, client.importKey(new KeyImport.File("f", text, null)).value());
      Files.delete(file);
      assertEquals(
          key,
          client
              .importKey(new KeyImport.Words(words, KeyInfo.Kind.OWNER, "blog", key.recoveryKey()))
              .value());
      Files.move(file, file.resolveSibling("other-name.key"));
      assertTrue(client.keys().value().keys().getFirst().file().endsWith("/other-name.key"));
      assertTrue(node.readyLine().startsWith("ready"));
    }
  }

  private static Set<String> ourThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .filter(name -> OUR_THREADS.matcher(name).matches())
        .collect(Collectors.toSet());
  }

  /** An executor is terminated a moment before its thread has ended. */
  private static Set<String> ourThreadsThatStay() throws InterruptedException {
    Set<String> staying = new HashSet<>();
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      if (OUR_THREADS.matcher(thread.getName()).matches() && !thread.join(PATIENCE)) {
        staying.add(thread.getName());
      }
    }
    return staying;
  }
}
