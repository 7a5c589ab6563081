package org.pando.resolver.server;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.DatagramPacket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.pando.resolver.answer.WireAnswer;
import org.pando.resolver.answer.WireQuestion;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Plain DNS over UDP on one address. Its event loop runs the fast lane. */
final class UdpListener extends SimpleChannelInboundHandler<DatagramPacket> {
  private static final Logger LOG = LoggerFactory.getLogger(UdpListener.class);
  private static final int RECEIVE_SIZE = 4096;

  private final QueryHandler handler;
  private final LoopBuffers.Pool buffers;

  private UdpListener(QueryHandler handler, LoopBuffers.Pool buffers) {
    this.handler = handler;
    this.buffers = buffers;
  }

  /**
   * Binds; blocks until it is done. What stands in the way is thrown as it is, though not declared:
   * mostly a {@link java.net.BindException}.
   */
  static Channel bind(
      Transport transport,
      EventLoopGroup loops,
      InetSocketAddress address,
      QueryHandler handler,
      LoopBuffers.Pool buffers) {
    return new Bootstrap()
        .group(loops)
        .channel(transport.datagram())
        .option(ChannelOption.RECVBUF_ALLOCATOR, new FixedRecvByteBufAllocator(RECEIVE_SIZE))
        .handler(new UdpListener(handler, buffers))
        .bind(address)
        .syncUninterruptibly()
        .channel();
  }

  @Override
  protected void channelRead0(ChannelHandlerContext context, DatagramPacket packet) {
    buffers
        .mine()
        .read(packet.content(), handler, new UdpClient(context.channel(), packet.sender()));
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    LOG.debug("udp {}: {}", context.channel().localAddress(), cause.toString());
  }

  /** Replies from the address that was asked. */
  private final class UdpClient implements Client {
    private final Channel channel;
    private final InetSocketAddress sender;

    UdpClient(Channel channel, InetSocketAddress sender) {
      this.channel = channel;
      this.sender = sender;
    }

    @Override
    public InetAddress address() {
      return sender.getAddress();
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
      int length = mine.write(question, answer, question.udpLimit());
      ByteBuf out = channel.alloc().buffer(length).writeBytes(mine.reply(), 0, length);
      var _ = channel.writeAndFlush(new DatagramPacket(out, sender), channel.voidPromise());
    }
  }
}
