package org.pando.resolver.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.netty.channel.EventLoopGroup;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pando.registry.Bytes;
import org.pando.registry.NameState;
import org.pando.registry.Network;
import org.pando.registry.NetworkId;
import org.pando.registry.Published;
import org.pando.registry.Registry;
import org.pando.registry.text.RecordSyntax;
import org.pando.registry.zone.ZoneBody;
import org.pando.resolver.answer.Answer;
import org.pando.resolver.answer.AnswerCache;
import org.pando.resolver.answer.CachedAnswers;
import org.pando.resolver.answer.FastLane;
import org.pando.resolver.answer.Query;
import org.pando.resolver.answer.QueueInbox;
import org.pando.resolver.answer.RegistryAnswers;
import org.pando.resolver.answer.RegistryNames;
import org.pando.resolver.answer.ReplyEncoder;
import org.pando.resolver.answer.Staleness;
import org.pando.resolver.answer.Trace;
import org.pando.resolver.answer.WireAnswer;
import org.pando.resolver.answer.WireQuestion;
import org.pando.resolver.config.AllowRule;
import org.pando.resolver.local.LocalNamesLoader;
import org.pando.resolver.lookup.SlowAnswers;
import org.pando.resolver.lookup.SlowLane;
import org.pando.resolver.observe.LiveQuestions;
import org.pando.resolver.observe.Metrics;
import org.pando.resolver.observe.Protocol;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/**
 * What an answer from the fast lane allocates, with everything on its way that a node has:
 * admission, counters, all sources; nobody looks at the questions.
 */
class AllocationTest {
  private static final String PUBLIC = "www.example.";
  private static final String REGISTERED = "www.blog.home.alt.";
  private static final InetAddress CLIENT = InetAddress.ofLiteral("127.0.0.1");
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Metrics metrics = new Metrics();
  private final LoopBuffers.Pool buffers = new LoopBuffers.Pool(new ReplyEncoder(true), () -> 1);

  @AfterEach
  void stop() {
    threads.close();
  }

  /** One network with one name: an alias, and its address. */
  private static final class OneName implements Registry {
    private final List<Network> networks =
        List.of(
            new Network(
                new NetworkId(Bytes.of(new byte[32])), Name.fromConstantString("home.alt."), 0, 1));
    private final Published blog;

    OneName() throws Exception {
      RecordSyntax syntax = new RecordSyntax(Name.fromConstantString("blog.home.alt."));
      ZoneBody body = ZoneBody.of(syntax.parseAll(List.of("A 192.0.2.1", "www CNAME @")));
      this.blog = new Published.Served(NameState.ACTIVE, 1, body.encode());
    }

    @Override
    public long version() {
      return 1;
    }

    @Override
    public List<Network> networks() {
      return networks;
    }

    @Override
    public Published find(Network network, byte[] wire, int offset, boolean keyName) {
      return blog;
    }
  }

  private QueryHandler handler() throws Exception {
    AnswerCache.Limits limits =
        new AnswerCache.Limits(1 << 20, Duration.ZERO, Duration.ofDays(1), Duration.ofHours(1));
    AnswerCache cache = new AnswerCache(limits, Staleness.OFF, Runnable::run, () -> 0);
    Name name = Name.fromConstantString(PUBLIC);
    cache.put(
        new Query(name, Type.A, false, Trace.NONE),
        new Answer(
            Rcode.NOERROR,
            List.of(new ARecord(name, DClass.IN, 300, InetAddress.ofLiteral("192.0.2.2"))),
            List.of(),
            Answer.Validation.NOT_VALIDATED));
    RegistryNames names = new RegistryNames(new OneName());
    LocalNamesLoader local =
        new LocalNamesLoader(
            new LocalNamesLoader.Settings(true, List.of(), List.of(), List.of(), false), names);
    RegistryAnswers registry = new RegistryAnswers(names);
    SlowLane nobody =
        new SlowLane(
            new SlowAnswers(
                registry,
                (query, deadline) -> {
                  throw new AssertionError("went to the slow lane: " + query);
                },
                cache),
            threads,
            1,
            1,
            Duration.ofSeconds(1),
            System::nanoTime);
    return new QueryHandler(
        new Admission(List.of(AllowRule.Local.LOCAL), List.of()),
        new FastLane(
            List.of(
                local.answers(),
                registry,
                new CachedAnswers(
                    cache,
                    query -> {
                      throw new AssertionError("asked often, and not nearly over");
                    }))),
        nobody,
        new LiveQuestions(metrics, InstantSource.system(), System::nanoTime, QueueInbox::new),
        System::nanoTime);
  }

  /** Encodes its reply and forgets it. */
  private static final class Forgetful implements Client {
    private final LoopBuffers mine;
    private int length;

    Forgetful(LoopBuffers mine) {
      this.mine = mine;
    }

    @Override
    public InetAddress address() {
      return CLIENT;
    }

    @Override
    public Protocol protocol() {
      return Protocol.UDP;
    }

    @Override
    public void reply(WireQuestion question, WireAnswer answer) {
      length = mine.write(question, answer, question.udpLimit());
    }

    @Override
    public Client later() {
      throw new AssertionError("the fast lane had no answer");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {PUBLIC, REGISTERED})
  void fromPacketToReplyNothingIsAllocated(String name) throws Exception {
    QueryHandler handler = handler();
    LoopBuffers mine = buffers.mine();
    Forgetful client = new Forgetful(mine);
    byte[] question = TestServer.question(name).toWire();
    System.arraycopy(question, 0, mine.packet(), 0, question.length);
    int rounds = 100_000;
    ask(handler, mine, question.length, client, rounds);
    long before = THREADS.getCurrentThreadAllocatedBytes();
    ask(handler, mine, question.length, client, rounds);
    long allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
    assertEquals(0, allocated / rounds, () -> allocated + " bytes in " + rounds + " answers");
    assertTrue(new Message(mine.reply()).getSection(Section.ANSWER).size() > 0);
    assertTrue(client.length > question.length);
  }

  private static void ask(
      QueryHandler handler, LoopBuffers mine, int length, Client client, int rounds) {
    for (int i = 0; i < rounds; i++) {
      handler.handle(mine, length, client);
    }
  }

  /** The bytes are the event loop's; what Netty takes for a packet is the bare responder's. */
  @Test
  void onTheLoopAtMost64BytesMoreThanNettyItself() throws Exception {
    Transport transport = Transport.best();
    EventLoopGroup bare = transport.loops(1, new DefaultThreadFactory("bare-responder"));
    EventLoopGroup ours = transport.loops(1, new DefaultThreadFactory("dns-server"));
    Service service =
        new Service(
            handler(), buffers, new Connections(TcpLimits.DEFAULT), metrics, System::nanoTime);
    try (Listeners listeners =
        new Listeners(transport, ours, service, ConcurrentHashMap.newKeySet())) {
      long least = allocatedPerAnswer(BareResponder.bind(transport, bare, 0), "bare-responder");
      InetSocketAddress server = listeners.listen(new InetSocketAddress(CLIENT, 0));
      long more = allocatedPerAnswer(server, "dns-server") - least;
      assertTrue(more <= 64, () -> more + " bytes above the " + least + " of a bare responder");
    } finally {
      var _ = bare.shutdownGracefully(0, 5, TimeUnit.SECONDS);
      var _ = ours.shutdownGracefully(0, 5, TimeUnit.SECONDS);
    }
  }

  private static long allocatedPerAnswer(InetSocketAddress server, String thread) throws Exception {
    int rounds = 20_000;
    try (Conversation client = Conversation.Wire.UDP.open(server)) {
      converse(client, rounds);
      long before = allocatedBy(thread);
      converse(client, rounds);
      return (allocatedBy(thread) - before) / rounds;
    }
  }

  /** Sixteen questions at a time. */
  private static void converse(Conversation client, int rounds) throws Exception {
    byte[] question = TestServer.question(PUBLIC).toWire();
    for (int i = 0; i < rounds; i += 16) {
      for (int j = 0; j < 16; j++) {
        client.send(question);
      }
      for (int j = 0; j < 16; j++) {
        client.receive();
      }
    }
  }

  private static long allocatedBy(String prefix) {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith(prefix))
        .mapToLong(thread -> THREADS.getThreadAllocatedBytes(thread.threadId()))
        .sum();
  }
}
