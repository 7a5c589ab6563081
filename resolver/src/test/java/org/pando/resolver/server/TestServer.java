package org.pando.resolver.server;

import io.netty.channel.EventLoopGroup;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.EventExecutor;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.pando.resolver.answer.Answer;
import org.pando.resolver.answer.AnswerCache;
import org.pando.resolver.answer.AnswerSource;
import org.pando.resolver.answer.BodyWriter;
import org.pando.resolver.answer.FastLane;
import org.pando.resolver.answer.NoNetworks;
import org.pando.resolver.answer.RegistryAnswers;
import org.pando.resolver.answer.RegistryNames;
import org.pando.resolver.answer.ReplyEncoder;
import org.pando.resolver.answer.Staleness;
import org.pando.resolver.answer.Step;
import org.pando.resolver.answer.WireAnswer;
import org.pando.resolver.answer.WireQuestion;
import org.pando.resolver.config.AllowRule;
import org.pando.resolver.lookup.Resolver;
import org.pando.resolver.lookup.SlowAnswers;
import org.pando.resolver.lookup.SlowLane;
import org.pando.resolver.observe.Drop;
import org.pando.resolver.observe.Metrics;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/**
 * A server on loopback that knows fast.example. with one address and big.example. with a hundred;
 * late.example. is its own too, but on the slow lane. Every question there waits until {@link
 * #release}, and then gets NXDOMAIN. Its time stands still until a test moves it.
 */
final class TestServer implements AutoCloseable {
  static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");

  /** What a test may choose. */
  record Setting(
      Transport transport, int loops, List<AllowRule> allowed, int slowLanePlaces, TcpLimits tcp) {
    static final Setting DEFAULT =
        new Setting(Transport.best(), 1, List.of(AllowRule.Local.LOCAL), 1000, TcpLimits.DEFAULT);

    Setting over(Transport other) {
      return new Setting(other, loops, allowed, slowLanePlaces, tcp);
    }

    Setting onLoops(int number) {
      return new Setting(transport, number, allowed, slowLanePlaces, tcp);
    }

    Setting allowing(AllowRule... rules) {
      return new Setting(transport, loops, List.of(rules), slowLanePlaces, tcp);
    }

    Setting withPlaces(int places) {
      return new Setting(transport, loops, allowed, places, tcp);
    }

    Setting with(TcpLimits limits) {
      return new Setting(transport, loops, allowed, slowLanePlaces, limits);
    }
  }

  private static final class Known implements AnswerSource {
    private final Set<Thread> answering = ConcurrentHashMap.newKeySet();
    private final WireAnswer one = addresses(1);
    private final WireAnswer hundred = addresses(100);

    @Override
    public Step step() {
      return Step.LOCAL;
    }

    @Override
    public @Nullable WireAnswer tryAnswer(WireQuestion question) {
      answering.add(Thread.currentThread());
      return switch (question.name().canonicalize().toString()) {
        case "fast.example." -> one;
        case "big.example." -> hundred;
        default -> null;
      };
    }

    @Override
    public boolean answersLater(WireQuestion question) {
      return question.name().canonicalize().toString().equals("late.example.");
    }

    private static WireAnswer addresses(int count) {
      BodyWriter body = new BodyWriter();
      for (int i = 0; i < count; i++) {
        body.add(BodyWriter.Section.ANSWER, null, Type.A, 60, new byte[] {10, 0, 0, (byte) i});
      }
      return body.finish(Rcode.NOERROR, null);
    }
  }

  final Metrics metrics = new Metrics();
  final Connections connections;
  final Service service;
  final InetSocketAddress address;
  private final Known known = new Known();
  private final AtomicLong nanos = new AtomicLong();
  private final CountDownLatch release = new CountDownLatch(1);
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final EventLoopGroup loops;
  final Listeners listeners;

  TestServer(Setting setting) throws ListenException {
    AnswerCache.Limits limits =
        new AnswerCache.Limits(100_000, Duration.ZERO, Duration.ofHours(1), Duration.ofHours(1));
    Resolver slow =
        (query, deadline) -> {
          release.await();
          return new Answer(Rcode.NXDOMAIN, List.of(), List.of(), Answer.Validation.NOT_VALIDATED);
        };
    SlowLane lane =
        new SlowLane(
            new SlowAnswers(
                new RegistryAnswers(new RegistryNames(new NoNetworks())),
                slow,
                new AnswerCache(limits, Staleness.OFF, threads, () -> 0)),
            threads,
            setting.slowLanePlaces(),
            setting.slowLanePlaces(),
            Duration.ofMinutes(1),
            System::nanoTime);
    QueryHandler handler =
        new QueryHandler(
            new Admission(setting.allowed(), List.of()),
            new FastLane(List.of(known)),
            lane,
            metrics,
            nanos::get);
    this.connections = new Connections(setting.tcp());
    this.service =
        new Service(
            handler,
            new LoopBuffers.Pool(new ReplyEncoder(true), () -> 0),
            connections,
            metrics,
            nanos::get);
    this.loops =
        setting.transport().loops(setting.loops(), new DefaultThreadFactory("listener-test"));
    this.listeners =
        new Listeners(setting.transport(), loops, service, ConcurrentHashMap.newKeySet());
    this.address = listeners.listen(new InetSocketAddress(LOOPBACK, 0));
  }

  /** Lets the slow lane answer. */
  void release() {
    release.countDown();
  }

  /** How many event loops have asked the fast lane. */
  int loopsThatAnswered() {
    return known.answering.size();
  }

  /** Takes no more questions. */
  void pause() {
    listeners.pause();
  }

  /** Lets every event loop do what it has to do by now, and what comes of that. */
  void settle() throws Exception {
    for (int turn = 0; turn < 10; turn++) {
      for (EventExecutor loop : loops) {
        loop.submit(() -> {}).get();
      }
    }
  }

  /** Moves the server's time. */
  void pass(Duration time) {
    nanos.addAndGet(time.toNanos());
  }

  long dropped(Drop why) {
    return metrics.totals().dropped().getOrDefault(why, 0L);
  }

  static Message question(String name, int type, int dclass, int version) {
    Message message =
        Message.newQuery(Record.newRecord(Name.fromConstantString(name), type, dclass));
    message.addRecord(new OPTRecord(4096, 0, version), Section.ADDITIONAL);
    return message;
  }

  static Message question(String name) {
    return question(name, Type.A, DClass.IN, 0);
  }

  @Override
  public void close() {
    release.countDown();
    listeners.close();
    loops.shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
    threads.close();
  }
}
