package org.pando.resolver.server;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.group.ChannelGroup;
import io.netty.handler.codec.LengthFieldBasedFrameDecoder;
import io.netty.handler.timeout.IdleStateEvent;
import io.netty.handler.timeout.IdleStateHandler;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.pando.resolver.answer.ReplyEncoder;
import org.pando.resolver.answer.WireAnswer;
import org.pando.resolver.answer.WireQuestion;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Plain DNS over TCP on one address (RFC 7766): questions may follow each other without waiting,
 * answers come when they are ready. A connection that is idle for 30 s is closed.
 */
final class TcpListener extends SimpleChannelInboundHandler<ByteBuf> {
  private static final Logger LOG = LoggerFactory.getLogger(TcpListener.class);
  private static final int IDLE_SECONDS = 30;

  private final QueryHandler handler;
  private final LoopBuffers.Pool buffers;

  private TcpListener(QueryHandler handler, LoopBuffers.Pool buffers) {
    this.handler = handler;
    this.buffers = buffers;
  }

  /**
   * Binds; blocks until it is done. Connections enter the group of open channels. What stands in
   * the way is thrown as it is, though not declared: mostly a {@link java.net.BindException}.
   */
  static Channel bind(
      Transport transport,
      EventLoopGroup loops,
      InetSocketAddress address,
      QueryHandler handler,
      LoopBuffers.Pool buffers,
      ChannelGroup open) {
    return new ServerBootstrap()
        .group(loops)
        .channel(transport.server())
        .option(ChannelOption.SO_REUSEADDR, true)
        .childOption(ChannelOption.TCP_NODELAY, true)
        .childHandler(
            new ChannelInitializer<>() {
              @Override
              protected void initChannel(Channel channel) {
                open.add(channel);
                channel
                    .pipeline()
                    .addLast(new IdleStateHandler(0, 0, IDLE_SECONDS))
                    .addLast(
                        new LengthFieldBasedFrameDecoder(ReplyEncoder.MAX_REPLY + 2, 0, 2, 0, 2))
                    .addLast(new TcpListener(handler, buffers));
              }
            })
        .bind(address)
        .syncUninterruptibly()
        .channel();
  }

  @Override
  protected void channelRead0(ChannelHandlerContext context, ByteBuf packet) {
    buffers.mine().read(packet, handler, new TcpClient(context.channel()));
  }

  /** Stops reading from a client that does not read its answers. */
  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) {
    context.channel().config().setAutoRead(context.channel().isWritable());
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event instanceof IdleStateEvent) {
      var _ = context.close();
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    LOG.debug("tcp {}: {}", context.channel().localAddress(), cause.toString());
    var _ = context.close();
  }

  private final class TcpClient implements Client {
    private final Channel channel;

    TcpClient(Channel channel) {
      this.channel = channel;
    }

    @Override
    public InetAddress address() {
      return ((InetSocketAddress) channel.remoteAddress()).getAddress();
    }

    @Override
    public void reply(WireQuestion question, WireAnswer answer) {
      if (channel.eventLoop().inEventLoop()) {
        write(question, answer);
      } else {
        channel.eventLoop().execute(() -> write(question, answer));
      }
    }

    private void write(WireQuestion question, WireAnswer answer) {
      LoopBuffers mine = buffers.mine();
      int length = mine.write(question, answer, ReplyEncoder.MAX_REPLY);
      ByteBuf out = channel.alloc().buffer(2 + length);
      out.writeShort(length).writeBytes(mine.reply(), 0, length);
      var _ = channel.writeAndFlush(out, channel.voidPromise());
    }
  }
}
