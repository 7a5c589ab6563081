package org.pando.resolver.app;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoEventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import org.pando.registry.RegistryException;
import org.pando.registry.store.DataDirectory;
import org.pando.resolver.answer.AnswerCache;
import org.pando.resolver.answer.CacheContents;
import org.pando.resolver.answer.CacheFile;
import org.pando.resolver.answer.CachedAnswers;
import org.pando.resolver.answer.FastLane;
import org.pando.resolver.answer.OwnNames;
import org.pando.resolver.answer.QueueInbox;
import org.pando.resolver.answer.RegistryAnswers;
import org.pando.resolver.answer.RegistryNames;
import org.pando.resolver.answer.ReplyEncoder;
import org.pando.resolver.answer.StaleAnswers;
import org.pando.resolver.config.Config;
import org.pando.resolver.control.ControlRoutes;
import org.pando.resolver.control.ControlServer;
import org.pando.resolver.control.Routes;
import org.pando.resolver.exchange.Exchange;
import org.pando.resolver.local.LocalNamesLoader;
import org.pando.resolver.local.SpecialNames;
import org.pando.resolver.lookup.OutwardAliases;
import org.pando.resolver.lookup.Resolver;
import org.pando.resolver.lookup.SlowAnswers;
import org.pando.resolver.lookup.SlowLane;
import org.pando.resolver.lookup.ValidatedLookup;
import org.pando.resolver.observe.LiveQuestions;
import org.pando.resolver.observe.Metrics;
import org.pando.resolver.observe.QueryObserver;
import org.pando.resolver.server.Admission;
import org.pando.resolver.server.Connections;
import org.pando.resolver.server.Listeners;
import org.pando.resolver.server.LoopBuffers;
import org.pando.resolver.server.OnLinkPrefixes;
import org.pando.resolver.server.QueryHandler;
import org.pando.resolver.server.Service;
import org.pando.resolver.server.TcpLimits;
import org.pando.resolver.server.Transport;
import org.pando.resolver.upstream.KnownTime;
import org.pando.resolver.upstream.ShadowUpstreams;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The composition root: every part of a running node, in the order in which it starts. Stopping
 * goes the other way round. Started and closed by one thread.
 */
final class Node implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Node.class);
  private static final int MOST_DNS_LOOPS = 4;
  private static final int SLOW_LANE_PLACES = 10_000;
  private static final int LOOKUPS = 400;
  private static final Duration CONTROL_PATIENCE = Duration.ofSeconds(30);
  private static final Duration DRAIN = Duration.ofSeconds(5);
  private static final Duration HOUSEKEEPING = Duration.ofSeconds(10);
  private static final Duration UPSTREAM_CARE = Duration.ofMillis(200);

  private final Parts parts = new Parts();
  private final NodeSettings settings;
  private final NodeClock clock;
  private String readyLine = "";

  private Node(NodeSettings settings, NodeClock clock) {
    this.settings = settings;
    this.clock = clock;
  }

  /**
   * Starts a node; when this returns it answers.
   *
   * @return with the line that says it is ready
   * @throws StartException with the reason and the remedy; nothing of it runs on then
   */
  static Node start(NodeSettings settings, NodeClock clock) throws StartException {
    Node node = new Node(settings, clock);
    try {
      node.compose();
      return node;
    } catch (RegistryException | IOException e) {
      node.close();
      throw new StartException(String.valueOf(e.getMessage()), e);
    } catch (StartException | RuntimeException e) {
      node.close();
      throw e;
    }
  }

  private void compose() throws StartException, RegistryException, IOException {
    KnownTime time = Version.knownTime(clock.wall(), settings.dataDirectory());
    DataDirectory directory = parts.add(DataDirectory.open(settings.dataDirectory()));
    WriterThread writer = parts.add(new WriterThread());
    RegistryParts registry = RegistryParts.open(directory, settings.machine(), writer, clock);
    parts.add(() -> writer.run(registry::close));
    Housekeeping housekeeping = parts.add(new Housekeeping(threads("housekeeping")));
    ReaderThread readers = parts.add(new ReaderThread(directory.database()));
    keepTheStore(registry, writer, readers, housekeeping);
    NameUpkeep upkeep =
        new NameUpkeep(registry.registrar()::upkeep, writer::execute, clock.wall(), LOG::warn);
    housekeeping.every(HOUSEKEEPING, upkeep::tick);
    ExecutorService virtualThreads = parts.add(Executors.newVirtualThreadPerTaskExecutor());

    Config config = settings.config();
    Set<InetSocketAddress> ourAddresses = ConcurrentHashMap.newKeySet();
    RegistryNames names = new RegistryNames(registry.replica());
    AnswerCache cache = AnswerCaches.of(config, names::contains, clock);
    Runnable flushed = keepAnswers(cache, directory);
    Upstreams upstreams =
        parts.add(
            new Upstreams(
                config,
                Upstreams.factory(config, upstreamLoop(), time, clock),
                ourAddresses::contains,
                new UpstreamAddresses(settings.dataDirectory()),
                clock,
                cache::recovered));
    housekeeping.every(UPSTREAM_CARE, upstreams::tend);
    RegistryAnswers registryAnswers = new RegistryAnswers(names);
    RegistryAnswers lateAnswers =
        new RegistryAnswers(new RegistryNames(new WholeRegistry(registry.replica(), writer)));
    LocalNamesLoader localNames =
        new LocalNamesLoader(LocalNameSettings.of(settings.loaded(), names), names);
    housekeeping.every(HOUSEKEEPING, localNames::refresh);
    List<OwnNames> own = List.of(localNames.answers(), lateAnswers);
    PublicNames publicNames = parts.add(publicNames(names, cache, upstreams));
    Resolver resolver = new OutwardAliases(own, publicNames.resolver());
    SlowLane slowLane =
        new SlowLane(
            new SlowAnswers(lateAnswers, resolver, cache),
            virtualThreads,
            SLOW_LANE_PLACES,
            LOOKUPS,
            config.resolution().timeout(),
            clock.nanos());
    FastLane fastLane =
        new FastLane(
            List.of(
                localNames.answers(),
                registryAnswers,
                new CachedAnswers(cache, publicNames.prefetch()),
                new StaleAnswers(cache)));
    Admission admission = new Admission(config.dns().allowFrom(), OnLinkPrefixes.now());
    Metrics metrics = new Metrics();
    LiveQuestions questions =
        new LiveQuestions(metrics, clock.wall(), clock.nanos(), QueueInbox::new);
    QueryHandler handler =
        new QueryHandler(admission, fastLane, slowLane, questions, clock.nanos());
    Service service = service(handler, questions);

    Listeners listeners = listen(service, slowLane, admission, ourAddresses, housekeeping);
    ControlKeys keys = new ControlKeys(registry, writer);
    NameOperations operations = new NameOperations(registry, writer, keys);
    StampSearch stamps = parts.add(new StampSearch(clock.random()));
    RegistryReport report = new RegistryReport(registry, writer, upkeep, clock);
    ControlDrill drill = drill(upstreams, cache, own, housekeeping);
    Routes routes =
        ControlRoutes.of(
            new ControlRoutes.Services(
                new ControlStatus(
                    settings,
                    clock,
                    listeners,
                    report,
                    upstreams.line(),
                    new ControlStatus.Answers(localNames.answers(), cache),
                    service.connections(),
                    metrics),
                new ControlUpstreams(upstreams),
                new ControlQuestions(questions),
                drill,
                new ControlLookups(handler, registry.replica(), clock),
                new ControlCache(new CacheContents(cache, clock.seconds()), clock.wall(), flushed),
                new ControlNames(registry, writer, operations, stamps, clock),
                new ControlNameLife(operations),
                keys,
                new ControlWitness(registry.registrar(), writer),
                new ControlBackup(directory, registry.keys(), writer, readers, clock)));
    serveControl(routes, virtualThreads);
    parts.add(drill);
    parts.add(questions); // those who wait for one would hold the control socket up
    readyLine = ReadyLine.of(listeners.addresses(), registry.replica().networks(), upstreams);
  }

  /** Loads what the store holds, and looks after it from then on. */
  private static void keepTheStore(
      RegistryParts registry, WriterThread writer, ReaderThread readers, Housekeeping housekeeping)
      throws RegistryException {
    new RegistryLoading(registry.replica(), writer).begin();
    registry.health().check(readers);
    new RegistryAudit(registry.audit()::step, writer, housekeeping).begin();
  }

  /** One for all upstreams: it waits for replies and hands them on. */
  private IoEventLoop upstreamLoop() {
    return (IoEventLoop)
        parts
            .addLoops(
                new MultiThreadIoEventLoopGroup(1, threads("upstream"), NioIoHandler.newFactory()))
            .next();
  }

  /**
   * Has the answers outlive this run, if that is wanted.
   *
   * @return what is run after some were forgotten
   */
  private Runnable keepAnswers(AnswerCache cache, DataDirectory directory) {
    if (!settings.config().cache().persist()) {
      return () -> {};
    }
    CacheFile file = new CacheFile(directory.answers(), cache, clock.wall());
    SavedCache saved = parts.add(new SavedCache(file, threads("answer-cache")));
    saved.begin();
    return saved::saveSoon;
  }

  private PublicNames publicNames(RegistryNames names, AnswerCache cache, Upstreams upstreams) {
    boolean special = settings.config().dns().specialNames();
    Exchange exchange =
        upstreams.exchange(names::contains, name -> special && SpecialNames.neverAsked(name));
    return new PublicNames(
        settings.config().resolution(),
        new ValidatedLookup(exchange, names::contains),
        cache,
        query -> upstreams.isOut(query.name()),
        clock);
  }

  private Service service(QueryHandler handler, QueryObserver observer) {
    ReplyEncoder encoder = new ReplyEncoder(settings.config().dns().extendedErrors());
    return new Service(
        handler,
        new LoopBuffers.Pool(encoder, clock.seconds()),
        new Connections(TcpLimits.DEFAULT),
        observer,
        clock.nanos());
  }

  /** Opens the DNS sockets. When the node stops, questions under way are still answered. */
  private Listeners listen(
      Service service,
      SlowLane slowLane,
      Admission admission,
      Set<InetSocketAddress> ourAddresses,
      Housekeeping housekeeping)
      throws StartException {
    Transport transport = Transport.best();
    int share = Math.clamp(Runtime.getRuntime().availableProcessors() / 2, 1, MOST_DNS_LOOPS);
    EventLoopGroup loops = parts.addLoops(transport.loops(share, threads("dns")));
    Listeners listeners = parts.add(new Listeners(transport, loops, service, ourAddresses));
    DnsAddresses addresses = new DnsAddresses(listeners, settings);
    addresses.listen();
    parts.add(
        () -> {
          listeners.pause();
          slowLane.drain(DRAIN);
        });
    housekeeping.every(
        HOUSEKEEPING,
        () -> {
          admission.onLink(OnLinkPrefixes.now());
          addresses.follow();
        });
    return listeners;
  }

  private ControlDrill drill(
      Upstreams upstreams, AnswerCache cache, List<OwnNames> own, Housekeeping housekeeping) {
    return new ControlDrill(
        settings.config().resolution(),
        upstreams,
        cache,
        own,
        new ShadowUpstreams.Tools(housekeeping::after, clock.random(), clock.nanos()),
        Executors.newVirtualThreadPerTaskExecutor());
  }

  private void serveControl(Routes routes, ExecutorService virtualThreads) throws IOException {
    EventLoopGroup loop =
        parts.addLoops(
            new MultiThreadIoEventLoopGroup(1, threads("control"), NioIoHandler.newFactory()));
    parts.add(
        ControlServer.start(
            loop,
            virtualThreads,
            routes,
            settings.controlSocket(),
            settings.shortPaths(),
            CONTROL_PATIENCE));
  }

  /** What is printed on stdout when the node answers. */
  String readyLine() {
    return readyLine;
  }

  @Override
  public void close() {
    parts.close();
  }

  private static ThreadFactory threads(String name) {
    return new DefaultThreadFactory(name);
  }
}
