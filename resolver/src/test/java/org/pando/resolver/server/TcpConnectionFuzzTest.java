package org.pando.resolver.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Timeout;
import org.pando.resolver.answer.AnswerCache;
import org.pando.resolver.answer.AnswerSource;
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
import org.pando.resolver.lookup.SlowAnswers;
import org.pando.resolver.lookup.SlowLane;
import org.pando.resolver.observe.Metrics;
import org.xbill.DNS.Rcode;

@Timeout(10)
final class TcpConnectionFuzzTest {
  private static final LoopBuffers.Pool BUFFERS =
      new LoopBuffers.Pool(new ReplyEncoder(true), () -> 0);
  private static final ExecutorService EXECUTOR = Executors.newVirtualThreadPerTaskExecutor();

  private static final class Everything implements AnswerSource {
    private final WireAnswer nothing = WireAnswer.error(Rcode.NXDOMAIN, null);

    @Override
    public Step step() {
      return Step.LOCAL;
    }

    @Override
    public WireAnswer tryAnswer(WireQuestion question) {
      return nothing;
    }
  }

  private static final class Connected extends EmbeddedChannel {
    @Override
    protected SocketAddress remoteAddress0() {
      return new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 1024);
    }
  }

  /** A stream is answered the same, however it is cut into segments; nothing of it stays. */
  @FuzzTest
  void read(byte[] input) {
    if (input.length == 0) {
      return;
    }
    int segment = 1 + (input[0] & 0xff);
    assertEquals(replies(input, input.length), replies(input, segment));
  }

  /** The replies to what follows the first octet. */
  private static List<String> replies(byte[] input, int segment) {
    Service service = service();
    Connected channel = new Connected();
    channel.pipeline().addLast(new TcpConnection(channel, service)).fireChannelActive();
    List<ByteBuf> sent = new ArrayList<>();
    for (int at = 1; at < input.length; at += segment) {
      int length = Math.min(segment, input.length - at);
      ByteBuf part = Unpooled.buffer(length).writeBytes(input, at, length);
      sent.add(part);
      channel.writeInbound(part);
    }
    List<String> replies = new ArrayList<>();
    for (ByteBuf reply = channel.readOutbound(); reply != null; reply = channel.readOutbound()) {
      assertEquals(reply.readableBytes() - 2, reply.getUnsignedShort(0));
      replies.add(ByteBufUtil.hexDump(reply));
      reply.release();
    }
    assertTrue(channel.isOpen());
    var _ = channel.close();
    channel.checkException();
    sent.forEach(part -> assertEquals(0, part.refCnt()));
    assertEquals(0, service.connections().size());
    return replies;
  }

  private static Service service() {
    AnswerCache cache =
        new AnswerCache(
            new AnswerCache.Limits(1 << 20, Duration.ZERO, Duration.ofDays(1), Duration.ofDays(1)),
            Staleness.OFF,
            Runnable::run,
            () -> 0);
    SlowLane nobody =
        new SlowLane(
            new SlowAnswers(
                new RegistryAnswers(new RegistryNames(new NoNetworks())),
                (query, deadline) -> {
                  throw new AssertionError(query);
                },
                cache),
            EXECUTOR,
            1,
            1,
            Duration.ofSeconds(1),
            () -> 0);
    Metrics metrics = new Metrics();
    QueryHandler handler =
        new QueryHandler(
            new Admission(List.of(AllowRule.Local.LOCAL), List.of()),
            new FastLane(List.of(new Everything())),
            nobody,
            metrics,
            () -> 0);
    return new Service(handler, BUFFERS, new Connections(TcpLimits.DEFAULT), metrics, () -> 0);
  }
}
