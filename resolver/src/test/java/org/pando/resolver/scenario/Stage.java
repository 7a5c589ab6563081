package org.pando.resolver.scenario;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.pando.resolver.answer.Answer;
import org.pando.resolver.answer.AnswerCache;
import org.pando.resolver.answer.CachedAnswers;
import org.pando.resolver.answer.ExtendedError;
import org.pando.resolver.answer.FastLane;
import org.pando.resolver.answer.NoNetworks;
import org.pando.resolver.answer.Query;
import org.pando.resolver.answer.RegistryAnswers;
import org.pando.resolver.answer.RegistryNames;
import org.pando.resolver.answer.ResolutionException;
import org.pando.resolver.answer.StaleAnswers;
import org.pando.resolver.answer.Staleness;
import org.pando.resolver.answer.Trace;
import org.pando.resolver.answer.WireAnswer;
import org.pando.resolver.answer.WireAnswers;
import org.pando.resolver.answer.WireQuestion;
import org.pando.resolver.exchange.RacingExchange;
import org.pando.resolver.exchange.RoutingExchange;
import org.pando.resolver.lookup.CachingResolver;
import org.pando.resolver.lookup.CoalescingResolver;
import org.pando.resolver.lookup.Prefetch;
import org.pando.resolver.lookup.Resolver;
import org.pando.resolver.lookup.ServeStale;
import org.pando.resolver.lookup.SlowAnswers;
import org.pando.resolver.lookup.SlowLane;
import org.pando.resolver.lookup.ValidatedLookup;
import org.pando.resolver.upstream.Endpoint;
import org.pando.resolver.upstream.LoopCheck;
import org.pando.resolver.upstream.ScriptedUpstream;
import org.pando.resolver.upstream.UpstreamLine;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** A node's ladder over scripted upstreams, in a world of its own time. */
final class Stage {
  /**
   * What a client got.
   *
   * @param error the extended error's text; empty for none
   */
  record Reply(int rcode, List<String> addresses, long ttl, int code, String error) {
    boolean stale() {
      return code == ExtendedError.Code.STALE_ANSWER.number()
          || code == ExtendedError.Code.STALE_NXDOMAIN_ANSWER.number();
    }
  }

  private static final long TEND = 200_000_000;
  private static final int EXTRA = 400;

  private final World world;
  private final Random random = new Random(1);
  private final LoopCheck loops = new LoopCheck(random);
  private final Map<String, ScriptedUpstream> upstreams = new LinkedHashMap<>();
  private final Map<String, Endpoint> endpoints = new LinkedHashMap<>();
  private final Map<String, Integer> counted = new HashMap<>();
  private final Map<Name, UpstreamLine> routes = new LinkedHashMap<>();
  private final Map<Name, Reply> replies = new HashMap<>();
  private final UpstreamLine general;
  private final FastLane fastLane;
  private final SlowLane slowLane;

  Stage(World world, Setting setting) {
    this.world = world;
    AnswerCache cache = cache(setting);
    Map<Name, List<Endpoint>> routed = new LinkedHashMap<>();
    List<Endpoint> forAll = new ArrayList<>();
    for (Setting.Server server : setting.servers()) {
      ScriptedUpstream upstream = new ScriptedUpstream(world, upstreams.size() + 1);
      Endpoint endpoint =
          upstream.endpoint(server.operator(), server.scheme(), server.step(), loops);
      upstreams.put(server.name(), upstream);
      endpoints.put(server.name(), endpoint);
      Optional<Name> only = server.only();
      (only.isPresent() ? routed.computeIfAbsent(only.get(), n -> new ArrayList<>()) : forAll)
          .add(endpoint);
    }
    this.general = line(forAll, setting, cache);
    routed.forEach((below, its) -> routes.put(below, line(its, setting, cache)));
    CachingResolver caching = new CachingResolver(cache, lookup());
    CoalescingResolver shared = new CoalescingResolver(caching, world::inbox);
    Prefetch prefetch =
        new Prefetch(
            shared.leadingBy(caching::refresh), world::start, 10, setting.timeout(), world::nanos);
    this.fastLane =
        new FastLane(List.of(new CachedAnswers(cache, prefetch), new StaleAnswers(cache)));
    this.slowLane = slowLane(setting, shared, cache);
    world.after(TEND, this::tend);
  }

  private AnswerCache cache(Setting setting) {
    Staleness staleness =
        setting.staleMaxAge().isZero()
            ? Staleness.OFF
            : new Staleness(setting.staleMaxAge(), setting::neverStale);
    return new AnswerCache(
        new AnswerCache.Limits(1 << 20, Duration.ZERO, Duration.ofDays(1), Duration.ofHours(1)),
        staleness,
        Runnable::run,
        () -> world.nanos() / 1_000_000_000L);
  }

  private UpstreamLine line(List<Endpoint> its, Setting setting, AnswerCache cache) {
    return new UpstreamLine(() -> its, setting.hedge(), random, world::nanos, cache::recovered);
  }

  private Resolver lookup() {
    RoutingExchange exchange =
        new RoutingExchange(
            name -> false,
            loops::caught,
            routes.entrySet().stream()
                .map(e -> new RoutingExchange.Route(e.getKey(), race(e.getValue())))
                .toList(),
            name -> false,
            race(general));
    return new ValidatedLookup(exchange, name -> false);
  }

  private SlowLane slowLane(Setting setting, Resolver shared, AnswerCache cache) {
    Resolver stale =
        new ServeStale(
            shared,
            cache,
            query -> lineOf(query.name()).isOut(),
            world::inbox,
            world::start,
            new ServeStale.Limits(setting.timeout().minus(setting.staleAfter()), 100, 10));
    RegistryAnswers nothing = new RegistryAnswers(new RegistryNames(new NoNetworks()));
    return new SlowLane(
        new SlowAnswers(nothing, stale, cache),
        new WorldExecutor(),
        1000,
        1000,
        setting.timeout(),
        world::nanos);
  }

  private RacingExchange race(UpstreamLine line) {
    return new RacingExchange(line, world::inbox, EXTRA);
  }

  private UpstreamLine lineOf(Name name) {
    return routes.entrySet().stream()
        .filter(e -> name.subdomain(e.getKey()))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse(general);
  }

  private void tend() {
    general.tend();
    routes.values().forEach(UpstreamLine::tend);
    world.after(TEND, this::tend);
  }

  void networkChanges() {
    general.forget();
  }

  /** A client asks; the last reply to a name is kept. */
  void ask(Name name, boolean checkingDisabled) {
    replies.remove(name);
    world.start(
        () -> {
          WireAnswer answer = answer(name, checkingDisabled);
          replies.put(name, reply(name, answer));
        });
  }

  /** Somebody asks who is not looked at. */
  void askQuietly(Query query) {
    world.start(() -> slowLane.answer(query.tracedBy(Trace.NONE)));
  }

  private WireAnswer answer(Name name, boolean checkingDisabled) {
    Message message = new Message();
    message.getHeader().setFlag(Flags.RD);
    if (checkingDisabled) {
      message.getHeader().setFlag(Flags.CD);
    }
    message.addRecord(Record.newRecord(name, Type.A, DClass.IN), Section.QUESTION);
    byte[] packet = message.toWire();
    WireQuestion question = new WireQuestion();
    question.read(packet, packet.length);
    WireAnswer fast = fastLane.tryAnswer(question, Trace.NONE);
    return fast != null
        ? fast
        : slowLane.answer(new Query(name, Type.A, checkingDisabled, Trace.NONE));
  }

  private static Reply reply(Name name, WireAnswer answer) {
    ExtendedError error = answer.error();
    int code = error == null ? -1 : error.code().number();
    String text = error == null ? "" : error.text();
    if (answer.rcode() == Rcode.SERVFAIL) {
      return new Reply(Rcode.SERVFAIL, List.of(), 0, code, text);
    }
    try {
      Answer records = WireAnswers.ageless(name, Type.A, answer);
      return new Reply(
          answer.rcode(),
          records.answers().stream().map(Record::rdataToString).toList(),
          records.answers().stream().mapToLong(Record::getTTL).min().orElse(0),
          code,
          text);
    } catch (ResolutionException e) {
      throw new IllegalStateException(e);
    }
  }

  @Nullable Reply reply(Name name) {
    return replies.get(name);
  }

  ScriptedUpstream upstream(String name) {
    return Objects.requireNonNull(upstreams.get(name), "no upstream " + name);
  }

  /** The address that an upstream gives every name. */
  String address(String name) {
    return upstream(name).address().getAddress().getHostAddress();
  }

  /** How many packets with clients' questions came to an upstream since the last call. */
  int askedOf(String name) {
    int all = upstream(name).asked();
    Integer before = counted.put(name, all);
    return all - (before == null ? 0 : before);
  }

  String state(String name) {
    return Objects.requireNonNull(endpoints.get(name), "no upstream " + name).state().state();
  }

  boolean isOut() {
    return general.isOut();
  }

  /** Threads of the world as the slow lane takes them. */
  private final class WorldExecutor extends AbstractExecutorService {
    @Override
    public void execute(Runnable command) {
      world.start(command);
    }

    @Override
    public void shutdown() {}

    @Override
    public List<Runnable> shutdownNow() {
      return List.of();
    }

    @Override
    public boolean isShutdown() {
      return false;
    }

    @Override
    public boolean isTerminated() {
      return false;
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) {
      return true;
    }
  }
}
