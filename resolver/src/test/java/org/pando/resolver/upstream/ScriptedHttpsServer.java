package org.pando.resolver.upstream;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.handler.codec.http2.DefaultHttp2GoAwayFrame;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.DefaultHttp2ResetFrame;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.pando.resolver.upstream.ScriptedServer.Script;
import org.xbill.DNS.Message;

/** A DNS server over HTTPS on loopback that replies as a test says: one body, or none. */
final class ScriptedHttpsServer implements Peer {
  /** How it departs from what is right. */
  enum Manner {
    CORRECT,
    STATUS_503,
    OTHER_CONTENT,
    RESET_FIRST,
    GO_AWAY_AFTER_FIRST
  }

  private final EventLoopGroup loops =
      new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
  private final ChannelGroup open = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
  private final BlockingQueue<Message> questions = new LinkedBlockingQueue<>();
  private final BlockingQueue<Http2Headers> requests = new LinkedBlockingQueue<>();
  private final BlockingQueue<Channel> left = new LinkedBlockingQueue<>();
  private final AtomicInteger connections = new AtomicInteger();
  private final AtomicInteger streams = new AtomicInteger();
  private final Script script;
  private final Manner manner;
  private final Channel listening;
  private volatile int most = Integer.MAX_VALUE;

  ScriptedHttpsServer(Script script, TestAuthority.Identity identity, Manner manner, int limit)
      throws IOException {
    this.script = script;
    this.manner = manner;
    SslContext tls =
        SslContextBuilder.forServer(identity.key(), identity.certificate())
            .applicationProtocolConfig(
                new ApplicationProtocolConfig(
                    ApplicationProtocolConfig.Protocol.ALPN,
                    ApplicationProtocolConfig.SelectorFailureBehavior.NO_ADVERTISE,
                    ApplicationProtocolConfig.SelectedListenerFailureBehavior.ACCEPT,
                    ApplicationProtocolNames.HTTP_2))
            .build();
    listening =
        new ServerBootstrap()
            .group(loops)
            .channel(NioServerSocketChannel.class)
            .childHandler(
                new ChannelInitializer<>() {
                  @Override
                  protected void initChannel(Channel channel) {
                    accepted(channel, tls, limit);
                  }
                })
            .bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0))
            .syncUninterruptibly()
            .channel();
  }

  private void accepted(Channel channel, SslContext tls, int limit) {
    connections.incrementAndGet();
    open.add(channel);
    channel.closeFuture().addListener(f -> left.add(channel));
    channel
        .pipeline()
        .addLast(
            tls.newHandler(channel.alloc()),
            Http2FrameCodecBuilder.forServer()
                .initialSettings(Http2Settings.defaultSettings().maxConcurrentStreams(limit))
                .build(),
            new Http2MultiplexHandler(
                new ChannelInitializer<>() {
                  @Override
                  protected void initChannel(Channel stream) {
                    stream.pipeline().addLast(new Answering());
                  }
                }),
            new ChannelInboundHandlerAdapter());
  }

  private final class Answering extends ChannelInboundHandlerAdapter {
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();

    @Override
    public void channelRead(ChannelHandlerContext context, Object frame) throws IOException {
      switch (frame) {
        case Http2HeadersFrame headers -> requests.add(headers.headers());
        case Http2DataFrame data -> {
          data.content().readBytes(body, data.content().readableBytes());
          data.release();
          if (data.isEndStream()) {
            answer(context, new Message(body.toByteArray()));
          }
        }
        default -> {}
      }
    }

    private void answer(ChannelHandlerContext context, Message question) {
      int number = streams.incrementAndGet();
      questions.add(question);
      Channel connection = context.channel().parent();
      if (manner == Manner.RESET_FIRST && number == 1) {
        var _ = context.writeAndFlush(new DefaultHttp2ResetFrame(Http2Error.REFUSED_STREAM));
        return;
      }
      List<byte[]> replies = script.replies(question);
      if (replies.isEmpty()) {
        return;
      }
      byte[] reply = replies.getFirst();
      if (Arrays.equals(reply, ScriptedServer.HANG_UP)) {
        var _ = connection.close();
        return;
      }
      var _ = context.write(new DefaultHttp2HeadersFrame(headers(), false));
      if (reply.length > most) {
        var _ =
            context
                .writeAndFlush(new DefaultHttp2DataFrame(Unpooled.copiedBuffer(reply, 0, most)))
                .addListener(
                    f -> {
                      var _ = connection.close();
                    });
        return;
      }
      ByteBuf content = Unpooled.copiedBuffer(reply);
      var _ = context.writeAndFlush(new DefaultHttp2DataFrame(content, true));
      if (manner == Manner.GO_AWAY_AFTER_FIRST && number == 1) {
        var _ = connection.writeAndFlush(new DefaultHttp2GoAwayFrame(Http2Error.NO_ERROR));
      }
    }
  }

  private Http2Headers headers() {
    return new DefaultHttp2Headers()
        .status(manner == Manner.STATUS_503 ? "503" : "200")
        .set(
            "content-type",
            manner == Manner.OTHER_CONTENT ? "text/html" : "application/dns-message");
  }

  @Override
  public InetSocketAddress address() {
    return (InetSocketAddress) listening.localAddress();
  }

  @Override
  public Message question() throws InterruptedException {
    return present(questions.poll(10, TimeUnit.SECONDS));
  }

  /** The headers of the next request. */
  Http2Headers request() throws InterruptedException {
    return present(requests.poll(10, TimeUnit.SECONDS));
  }

  private static <T> T present(@Nullable T what) {
    if (what == null) {
      throw new AssertionError("nobody asked");
    }
    return what;
  }

  @Override
  public int connections() {
    return connections.get();
  }

  @Override
  public boolean sawClientLeave() throws InterruptedException {
    return left.poll(10, TimeUnit.SECONDS) != null;
  }

  @Override
  public void endConnectionsAfter(int octets) {
    most = octets;
  }

  @Override
  public void endConnections() {
    open.close().syncUninterruptibly();
  }

  @Override
  public void close() {
    listening.close().syncUninterruptibly();
    endConnections();
    var _ = loops.shutdownGracefully(0, 1, TimeUnit.SECONDS);
  }
}
