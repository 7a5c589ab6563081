package org.pando.resolver.app;

import io.netty.channel.IoEventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import org.pando.resolver.answer.AnswerCache;
import org.pando.resolver.answer.CacheFile;
import org.pando.resolver.answer.CachedAnswers;
import org.pando.resolver.answer.FastLane;
import org.pando.resolver.answer.OwnNames;
import org.pando.resolver.answer.QueueInbox;
import org.pando.resolver.answer.RegistryAnswers;
import org.pando.resolver.answer.RegistryNames;
import org.pando.resolver.answer.StaleAnswers;
import org.pando.resolver.config.Config;
import org.pando.resolver.exchange.Exchange;
import org.pando.resolver.local.LocalAnswers;
import org.pando.resolver.local.LocalNamesLoader;
import org.pando.resolver.local.SpecialNames;
import org.pando.resolver.lookup.OutwardAliases;
import org.pando.resolver.lookup.SlowAnswers;
import org.pando.resolver.lookup.SlowLane;
import org.pando.resolver.lookup.ValidatedLookup;
import org.pando.resolver.observe.LiveQuestions;
import org.pando.resolver.observe.Metrics;
import org.pando.resolver.server.Admission;
import org.pando.resolver.server.OnLinkPrefixes;
import org.pando.resolver.server.QueryHandler;
import org.pando.resolver.upstream.KnownTime;

/**
 * Everything that answers questions: names of our own, the cache and the upstreams, and the two
 * lanes over them. Made once, by the thread that starts the node.
 */
final class Answering {
  private static final int SLOW_LANE_PLACES = 10_000;
  private static final int LOOKUPS = 400;
  private static final Duration UPSTREAM_CARE = Duration.ofMillis(200);

  private final NodeSettings settings;
  private final NodeClock clock;
  private final Parts parts;
  private final StoreParts store;
  private final RegistryNames names;
  private final LocalNamesLoader localNames;
  private final List<OwnNames> own;
  private final AnswerCache cache;
  private final Runnable flushed;
  private final Upstreams upstreams;
  private final SlowLane slowLane;
  private final Metrics metrics = new Metrics();
  private final LiveQuestions questions;
  private final Admission admission;
  private final QueryHandler handler;

  /**
   * @param ourAddresses what this node listens on, as it is at any time
   * @param virtualThreads starts one per question
   */
  Answering(
      NodeSettings settings,
      NodeClock clock,
      Parts parts,
      StoreParts store,
      Set<InetSocketAddress> ourAddresses,
      ExecutorService virtualThreads)
      throws StartException, IOException {
    this.settings = settings;
    this.clock = clock;
    this.parts = parts;
    this.store = store;
    Config config = settings.config();
    names = new RegistryNames(store.registry().replica());
    cache = AnswerCaches.of(config, names::contains, clock);
    flushed = keepAnswers();
    upstreams = parts.add(upstreams(ourAddresses));
    store.housekeeping().every(UPSTREAM_CARE, upstreams::tend);
    localNames = new LocalNamesLoader(LocalNameSettings.of(settings.loaded(), names), names);
    store.housekeeping().every(Node.HOUSEKEEPING, localNames::refresh);
    RegistryAnswers lateAnswers =
        new RegistryAnswers(
            new RegistryNames(new WholeRegistry(store.registry().replica(), store.writer())));
    own = List.of(localNames.answers(), lateAnswers);
    PublicNames publicNames = parts.add(publicNames());
    slowLane =
        new SlowLane(
            new SlowAnswers(lateAnswers, new OutwardAliases(own, publicNames.resolver()), cache),
            virtualThreads,
            SLOW_LANE_PLACES,
            LOOKUPS,
            config.resolution().timeout(),
            clock.nanos());
    FastLane fastLane =
        new FastLane(
            List.of(
                localNames.answers(),
                new RegistryAnswers(names),
                new CachedAnswers(cache, publicNames.prefetch()),
                new StaleAnswers(cache)));
    admission = new Admission(config.dns().allowFrom(), OnLinkPrefixes.now());
    questions = new LiveQuestions(metrics, clock.wall(), clock.nanos(), QueueInbox::new);
    handler = new QueryHandler(admission, fastLane, slowLane, questions, clock.nanos());
  }

  /**
   * Has the answers outlive this run, if that is wanted.
   *
   * @return what is run after some were forgotten
   */
  private Runnable keepAnswers() {
    if (!settings.config().cache().persist()) {
      return () -> {};
    }
    CacheFile file = new CacheFile(store.directory().answers(), cache, clock.wall());
    SavedCache saved = parts.add(new SavedCache(file, Node.threads("answer-cache")));
    saved.begin();
    return saved::saveSoon;
  }

  private Upstreams upstreams(Set<InetSocketAddress> ourAddresses) throws IOException {
    KnownTime time = Version.knownTime(clock.wall(), settings.dataDirectory());
    return new Upstreams(
        settings.config(),
        Upstreams.factory(settings.config(), upstreamLoop(), time, clock),
        ourAddresses::contains,
        new UpstreamAddresses(settings.dataDirectory()),
        clock,
        cache::recovered);
  }

  /** One for all upstreams: it waits for replies and hands them on. */
  private IoEventLoop upstreamLoop() {
    return (IoEventLoop)
        parts
            .addLoops(
                new MultiThreadIoEventLoopGroup(
                    1, Node.threads("upstream"), NioIoHandler.newFactory()))
            .next();
  }

  private PublicNames publicNames() {
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

  LocalAnswers localAnswers() {
    return localNames.answers();
  }

  /** In the order in which they count. */
  List<OwnNames> own() {
    return own;
  }

  AnswerCache cache() {
    return cache;
  }

  /** Run after answers were forgotten. */
  Runnable flushed() {
    return flushed;
  }

  Upstreams upstreams() {
    return upstreams;
  }

  SlowLane slowLane() {
    return slowLane;
  }

  Metrics metrics() {
    return metrics;
  }

  LiveQuestions questions() {
    return questions;
  }

  Admission admission() {
    return admission;
  }

  QueryHandler handler() {
    return handler;
  }
}
