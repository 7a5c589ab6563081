package org.pando.resolver.server;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.group.ChannelGroup;
import java.net.InetSocketAddress;

/** Plain DNS over TCP on one address (RFC 7766). */
final class TcpListener {
  private static final int SYSTEM_BUFFER = 1 << 16;
  private static final int READ_MIN = 64;
  private static final int READ_FIRST = 512;
  private static final int READ_MAX = 1 << 14;

  /** In bytes: with more to send, nothing more is read. */
  private static final WriteBufferWaterMark UNSENT = new WriteBufferWaterMark(1 << 14, 1 << 15);

  private TcpListener() {}

  /**
   * Binds; blocks until it is done. Connections enter the group of open channels. What stands in
   * the way is thrown as it is, though not declared: mostly a {@link java.net.BindException}.
   */
  static Channel bind(
      Transport transport,
      EventLoopGroup loops,
      InetSocketAddress address,
      Service service,
      ChannelGroup open) {
    return new ServerBootstrap()
        .group(loops)
        .channel(transport.server())
        .option(ChannelOption.SO_REUSEADDR, true)
        .childOption(ChannelOption.TCP_NODELAY, true)
        .childOption(ChannelOption.ALLOW_HALF_CLOSURE, true)
        .childOption(ChannelOption.SO_SNDBUF, SYSTEM_BUFFER)
        .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, UNSENT)
        .childOption(
            ChannelOption.RECVBUF_ALLOCATOR,
            new AdaptiveRecvByteBufAllocator(READ_MIN, READ_FIRST, READ_MAX))
        .childHandler(
            new ChannelInitializer<>() {
              @Override
              protected void initChannel(Channel channel) {
                open.add(channel);
                channel.pipeline().addLast(new TcpConnection(channel, service));
              }
            })
        .bind(address)
        .syncUninterruptibly()
        .channel();
  }
}
