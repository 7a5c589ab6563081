package org.pando.resolver.control;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.pando.registry.NameState;
import org.pando.registry.Passphrase;
import org.pando.registry.RegistryException;
import org.pando.resolver.control.LookupReport.ExtendedError;
import org.pando.resolver.control.LookupReport.Step;
import org.pando.resolver.control.StatusReport.CacheState;
import org.pando.resolver.control.StatusReport.JoinedNetwork;
import org.pando.resolver.control.StatusReport.Listener;
import org.pando.resolver.control.StatusReport.LocalState;
import org.pando.resolver.control.StatusReport.StoreState;
import org.pando.resolver.control.StatusReport.UpstreamState;

/** All parts of a node behind the control socket, in memory. Not thread-safe. */
public final class FakeNode
    implements NodeStatus,
        UpstreamService,
        QuestionFeed,
        DrillService,
        NameService,
        KeyService,
        Lookups,
        CacheService,
        NetworkService,
        BackupService {
  public static final Instant LEASE = Instant.parse("2027-12-29T10:00:00Z");
  public static final Instant UPDATED = Instant.parse("2026-11-24T10:00:00Z");
  public static final KeyInfo DEFAULT_KEY =
      new KeyInfo(
          "default",
          KeyInfo.Kind.OWNER,
          "y".repeat(52),
          "/keys/default",
          false,
          "o".repeat(52),
          "/keys/default.rec");

  /** Requests as they came. */
  public final List<Object> seen = new ArrayList<>();

  /** The passphrase of every request that signs; empty when it had none. */
  public final List<String> passphrases = new ArrayList<>();

  /** The passphrase of the last request that signs, as it was handed over. */
  public @Nullable Passphrase handedOver;

  /** The passphrase that every request gives a key; empty for none. */
  public final List<String> newPassphrases = new ArrayList<>();

  /** What is wrong with key files. */
  public final List<String> problems = new ArrayList<>();

  /** What opens the keys; empty when they are open. */
  public String locked = "";

  /** What the next call fails with. */
  public @Nullable Exception failure;

  /** How many names fit on a page of the list. */
  public int page = 1000;

  public boolean loading;

  public StoreState store = new StoreState(null, 0, UPDATED);

  public List<String> damaged = List.of();

  /** Why it does not sign as a witness. */
  public @Nullable String notSigning;

  public List<StatusReport.Unrenewed> unrenewed = List.of();
  public List<OpenOffer> offers = List.of();

  public List<UpstreamsReport.Upstream> upstreams = List.of();

  /** What fails in every rehearsal. */
  public List<DrillService.Failure> unanswered = List.of();

  /** What clients ask, page by page. */
  public final Deque<QuestionFeed.Page> questions = new ArrayDeque<>();

  /** Until the lease of every name ends. */
  public long daysLeft = 300;

  private final FakeLife life = new FakeLife(this);
  private final TreeMap<String, Zone> zones = new TreeMap<>();
  private final List<KeyInfo> keys = new ArrayList<>();

  /** How the network is shared. */
  public StatusReport.@Nullable SyncState sync;

  record Zone(long seq, List<String> records) {}

  public Routes routes() {
    return routes(this);
  }

  Routes routes(NodeStatus status) {
    return ControlRoutes.of(
        new ControlRoutes.Services(
            status, this, this, this, this, this, this, life, this, this, life, this));
  }

  @Override
  public StatusReport report() {
    if (failure instanceof RuntimeException unchecked) {
      throw unchecked;
    }
    return new StatusReport(
        "0.1.0",
        4711,
        Duration.ofMinutes(125),
        "/data",
        List.of(new Listener("127.0.0.1:53", List.of("udp", "tcp"))),
        List.of(
            new JoinedNetwork(
                "home.alt",
                "ab".repeat(32),
                1,
                zones.size(),
                loading,
                damaged.size(),
                damaged,
                sync)),
        store,
        notSigning,
        unrenewed,
        offers,
        List.of(new UpstreamState("quad9", "9.9.9.9:53", "udp", "up")),
        new LocalState(2, 3),
        new CacheState(1, 2048),
        new StatusReport.Queries(
            2,
            Map.of("udp", 12L, "tcp", 0L),
            Map.of("registry", 7L, "cache", 0L),
            1,
            Map.of("not-admitted", 3L),
            Map.of("no-question", 0L),
            Map.of("NOERROR", 7L, "SERVFAIL", 1L),
            Map.of("within-1-ms", 8L)));
  }

  @Override
  public UpstreamsReport upstreams() {
    return new UpstreamsReport(upstreams);
  }

  @Override
  public Rehearsal drill(Outage outage) throws ControlException {
    seen.add(outage);
    if (failure instanceof ControlException checked) {
      throw checked;
    }
    return new Rehearsal(
        outage.operator(),
        outage.mode(),
        100,
        100,
        unanswered.size(),
        List.of(new Saviour("google", 61), new Saviour("the cache", 39 - unanswered.size())),
        Duration.ofMillis(12),
        Duration.ofMillis(170),
        unanswered);
  }

  @Override
  public Page questions(@Nullable Long from) {
    seen.add("questions from " + from);
    return from == null ? new Page(List.of(), 0, 7) : questions.remove();
  }

  @Override
  public NameChange register(RegisterRequest request, @Nullable Passphrase passphrase)
      throws RegistryException {
    open(passphrase);
    seen.add(request);
    fail();
    KeyInfo made = keys.isEmpty() ? DEFAULT_KEY : null;
    List<String> records = lines(request.records());
    if (request.zoneFile() != null) {
      records.addAll(request.zoneFile().text().lines().toList());
    }
    if (!request.dryRun()) {
      if (made != null) {
        keys.add(made);
      }
      zones.put(full(request.name()), new Zone(1, records));
    }
    return new NameChange(
        full(request.name()),
        unicode(request.name()),
        NameState.ACTIVE,
        true,
        request.dryRun(),
        1,
        LEASE,
        records,
        made,
        List.of());
  }

  @Override
  public NameChange registerKeyName(KeyNameRequest request, @Nullable Passphrase passphrase)
      throws RegistryException {
    open(passphrase);
    seen.add(request);
    fail();
    return new NameChange(
        "y".repeat(52) + ".key.home.alt",
        null,
        NameState.ACTIVE,
        true,
        request.dryRun(),
        1,
        null,
        lines(request.records()),
        null,
        List.of());
  }

  @Override
  public NameChange update(String name, ZoneChange change, @Nullable Passphrase passphrase)
      throws RegistryException {
    open(passphrase);
    seen.add(change);
    fail();
    Zone zone = zone(name);
    List<String> records = new ArrayList<>(zone.records());
    if (change.zoneFile() != null) {
      records.clear();
      change.zoneFile().text().lines().filter(line -> !line.startsWith(";")).forEach(records::add);
    }
    records.removeAll(lines(change.remove()));
    records.addAll(lines(change.add()));
    boolean changed = !records.equals(zone.records());
    long seq = changed ? zone.seq() + 1 : zone.seq();
    if (changed && !change.dryRun()) {
      zones.put(full(name), new Zone(seq, records));
    }
    return new NameChange(
        full(name),
        unicode(name),
        NameState.ACTIVE,
        changed,
        change.dryRun(),
        seq,
        LEASE,
        records,
        null,
        List.of());
  }

  @Override
  public NameDetails show(String name) throws RegistryException {
    fail();
    Zone zone = zone(name);
    return new NameDetails(
        full(name),
        unicode(name),
        NameState.ACTIVE,
        false,
        DEFAULT_KEY.publicKey(),
        DEFAULT_KEY.label(),
        DEFAULT_KEY.recoveryKey(),
        true,
        0L,
        0L,
        zone.seq(),
        LEASE,
        UPDATED,
        daysLeft,
        offers.isEmpty() ? null : offers.getFirst(),
        "/revocations/" + full(name),
        zone.records());
  }

  @Override
  public NameProof prove(String name) throws RegistryException {
    fail();
    return new NameProof(full(name), "# a proof\nof " + full(name) + " " + zone(name).seq() + "\n");
  }

  @Override
  public NameList list(boolean mine, @Nullable String after) throws RegistryException {
    seen.add(mine);
    fail();
    List<NameSummary> rest =
        zones.tailMap(after == null ? "" : after, false).entrySet().stream()
            .map(this::row)
            .toList();
    return rest.size() <= page
        ? new NameList(rest, null)
        : new NameList(rest.subList(0, page), rest.get(page - 1).name());
  }

  private NameSummary row(Map.Entry<String, Zone> zone) {
    boolean broken = damaged.contains(zone.getKey());
    return new NameSummary(
        zone.getKey(),
        unicode(zone.getKey()),
        broken ? null : NameState.ACTIVE,
        zone.getValue().seq(),
        LEASE,
        daysLeft,
        true);
  }

  @Override
  public KeyInfo create(@Nullable String label, @Nullable Passphrase protection)
      throws RegistryException {
    fail();
    newPassphrases.add(text(protection));
    return add(label == null ? "default" : label, KeyInfo.Kind.OWNER, protection != null);
  }

  private KeyInfo add(String label, KeyInfo.Kind kind, boolean hasPassphrase) {
    boolean owner = kind == KeyInfo.Kind.OWNER;
    KeyInfo key =
        new KeyInfo(
            label,
            kind,
            "y".repeat(52),
            "/keys/" + label,
            hasPassphrase,
            owner ? "o".repeat(52) : null,
            owner ? "/keys/" + label + ".rec" : null);
    keys.add(key);
    return key;
  }

  @Override
  public KeyList list() throws RegistryException {
    fail();
    return new KeyList(keys, problems);
  }

  @Override
  public KeyInfo protect(String label, @Nullable Passphrase present, @Nullable Passphrase next)
      throws RegistryException {
    fail();
    open(present);
    newPassphrases.add(text(next));
    KeyInfo old = key(label);
    keys.remove(old);
    return add(label, old.kind(), next != null);
  }

  @Override
  public KeySecret exportFile(String label) throws RegistryException {
    fail();
    return new KeySecret(key(label).label(), "pando-key 1\nseed 00\n");
  }

  @Override
  public KeySecret exportWords(String label, @Nullable Passphrase passphrase)
      throws RegistryException {
    fail();
    open(passphrase);
    return new KeySecret(key(label).label(), "zoo zoo\nzoo wrong\n");
  }

  @Override
  public KeyInfo add(KeyImport secret, @Nullable Passphrase passphrase) throws RegistryException {
    seen.add(secret);
    fail();
    open(passphrase);
    return switch (secret) {
      case KeyImport.File(String name, String text, String label) ->
          add(label == null ? name : label, KeyInfo.Kind.OWNER, false);
      case KeyImport.Words words -> add("words", words.kind(), false);
    };
  }

  private KeyInfo key(String label) throws RegistryException {
    return keys.stream()
        .filter(key -> key.label().equals(label))
        .findFirst()
        .orElseThrow(
            () -> new RegistryException(RegistryException.Kind.NO_KEY, "no key '" + label + "'"));
  }

  @Override
  public LookupReport resolve(String name, String type, boolean trace) throws ControlException {
    seen.add(name + " " + type + " " + trace);
    if (failure instanceof ControlException checked) {
      throw checked;
    }
    boolean known = zones.containsKey(name);
    return new LookupReport(
        name + ".",
        type,
        known ? "NOERROR" : "NXDOMAIN",
        List.of("qr", "aa", "ra"),
        known ? List.of(name + ". 3600 IN A 192.0.2.10") : List.of(),
        "registry",
        known ? null : new ExtendedError(0, "no such name"),
        Duration.ofNanos(412_000),
        trace
            ? List.of(
                new Step("local names", "no local name", Duration.ofNanos(11_000)),
                new Step("registry", known ? "seq 1" : "unknown", Duration.ofMillis(12)))
            : List.of());
  }

  /** Remembers four types of one name. */
  @Override
  public CacheReport held(String name) {
    if (!name.equals("www.example.com")) {
      return new CacheReport(name, List.of());
    }
    Instant until = Instant.parse("2026-11-28T17:04:05Z");
    return new CacheReport(
        name,
        List.of(
            new Held(
                "A",
                false,
                Kind.ANSWER,
                List.of("www.example.com.\t\t242\tIN\tA\t192.0.2.1"),
                242,
                until,
                null),
            new Held("MX", false, Kind.NO_RECORDS, List.of(), -41, until, null),
            new Held("TXT", true, Kind.NO_NAME, List.of(), 7, null, null),
            new Held("AAAA", false, Kind.FAILURE, List.of(), 1, null, "nobody answered in time")));
  }

  @Override
  public Flushed flush(Flush what) {
    seen.add(what);
    return new Flushed(what.name() == null ? 1234 : 1, what.dryRun());
  }

  @Override
  public BackupReport create(BackupRequest request) throws RegistryException {
    seen.add(request);
    fail();
    return new BackupReport(
        request.file(),
        18_500,
        zones.size(),
        List.of("default", "node"),
        List.of("node"),
        List.of("key file /keys/x.key: torn"));
  }

  private static List<String> lines(List<String> records) {
    List<String> lines = new ArrayList<>();
    records.forEach(record -> lines.add("@ 3600 " + record));
    return lines;
  }

  static String full(String name) {
    return name.contains(".") ? name : name + ".home.alt";
  }

  /** Knows one name in its own letters. */
  private static @Nullable String unicode(String name) {
    return full(name).equals("xn--bcher-kva.home.alt") ? "bücher.home.alt" : null;
  }

  private Zone zone(String name) throws RegistryException {
    Zone zone = zones.get(full(name));
    if (zone == null) {
      throw new RegistryException(
          RegistryException.Kind.NOT_FOUND,
          full(name) + ": no such name; register it with: pando register " + name + " RECORD");
    }
    return zone;
  }

  /** What every operation begins with. */
  Zone begin(String name, Record how, @Nullable Passphrase passphrase) throws RegistryException {
    open(passphrase);
    seen.add(how);
    fail();
    return zone(name);
  }

  private void open(@Nullable Passphrase passphrase) throws RegistryException {
    handedOver = passphrase;
    String given = text(passphrase);
    passphrases.add(given);
    if (!locked.isEmpty() && !given.equals(locked)) {
      throw new RegistryException(
          RegistryException.Kind.LOCKED,
          "key 'default': " + (given.isEmpty() ? "is protected" : "wrong passphrase"));
    }
  }

  private static String text(@Nullable Passphrase passphrase) {
    return passphrase == null ? "" : new String(passphrase.toArray(), StandardCharsets.UTF_8);
  }

  void fail() throws RegistryException {
    if (failure instanceof RegistryException checked) {
      throw checked;
    }
    if (failure instanceof RuntimeException unchecked) {
      throw unchecked;
    }
  }

  /** The networks, the default one first. */
  public final List<NetworkInfo> joined =
      new ArrayList<>(
          List.of(
              new NetworkInfo(
                  "home.alt", "ab".repeat(32), 3, true, null, false, false, List.of(), 0, null)));

  /** The other nodes. */
  public List<Peer> peers = List.of();

  @Override
  public NetworkList networks() {
    return new NetworkList(joined);
  }

  @Override
  public NetworkInfo network(String suffix) throws RegistryException {
    return joined.stream()
        .filter(network -> network.suffix().equals(suffix))
        .findFirst()
        .orElseThrow(
            () ->
                new RegistryException(
                    RegistryException.Kind.UNKNOWN_NETWORK, "in no network " + suffix));
  }

  @Override
  public NetworkInfo found(Foundation how) throws RegistryException {
    fail();
    seen.add(how);
    return new NetworkInfo(
        how.suffix(),
        "cd".repeat(32),
        0,
        true,
        null,
        how.closed(),
        how.closed(),
        List.of(),
        0,
        null);
  }

  @Override
  public InviteMade invite(Invitation how) throws RegistryException {
    seen.add(how);
    String suffix = how.suffix() == null ? "home.alt" : how.suffix();
    boolean closed = network(suffix).closed();
    return new InviteMade(
        suffix, "PANDO1:ABC", closed, List.of("/ip4/192.0.2.1/tcp/4053/p2p/12D3KooWx"));
  }

  @Override
  public Joined join(Joining how) throws RegistryException {
    fail();
    seen.add(how);
    NetworkInfo network =
        new NetworkInfo(
            "home.alt", "ef".repeat(32), 0, false, null, true, false, List.of(), 0, null);
    boolean isNew = !how.invite().endsWith("AGAIN");
    return new Joined(network, isNew, isNew ? "ab".repeat(32) : null, how.dryRun());
  }

  @Override
  public Left leave(Leaving how) throws RegistryException {
    NetworkInfo network = network(how.suffix());
    seen.add(how);
    return new Left(
        how.suffix(),
        network.names(),
        network.witness(),
        joined.size() == 1 ? "home.alt" : null,
        how.dryRun());
  }

  @Override
  public PeerList peers() {
    return new PeerList(peers);
  }
}
