package org.pando.gossip.host;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.SocketProtocolFamily;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.nio.channels.spi.SelectorProvider;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** Netty's event loop and all sockets on it: the only class that makes them. */
final class Sockets {
  private static final int BACKLOG = 128;
  private static final WriteBufferWaterMark WATER_MARK = new WriteBufferWaterMark(65_536, 262_144);
  private static final long SHUTDOWN_MILLIS = 3_000;

  private final EventLoopGroup group;
  private final NettyLoop loop;
  private final ChannelGroup channels;
  private final Bootstrap client;

  Sockets(ThreadFactory loopThread, LongSupplier nanos) {
    group = new MultiThreadIoEventLoopGroup(1, loopThread, NioIoHandler.newFactory());
    loop = new NettyLoop(group.next(), nanos);
    channels = new DefaultChannelGroup(loop.loop());
    client =
        new Bootstrap()
            .group(group)
            .channel(NioSocketChannel.class)
            .option(ChannelOption.ALLOCATOR, PooledByteBufAllocator.DEFAULT)
            .option(ChannelOption.TCP_NODELAY, true)
            .option(ChannelOption.SO_KEEPALIVE, true)
            .option(ChannelOption.WRITE_BUFFER_WATER_MARK, WATER_MARK)
            .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) Dial.PATIENCE.toMillis())
            .handler(tracking(channel -> {}));
  }

  Loop loop() {
    return loop;
  }

  /**
   * Listens. Waits for the operating system; never called on the loop.
   *
   * @param accepted given each connection, on the loop; it closes what it does not want
   * @return where it listens, the port that was chosen for 0 in it
   * @throws Exception what the operating system says against it
   */
  InetSocketAddress listen(InetSocketAddress at, Consumer<SocketChannel> accepted)
      throws Exception {
    ChannelFuture bound =
        new ServerBootstrap()
            .group(group)
            .channelFactory(() -> listener(at))
            .option(ChannelOption.SO_BACKLOG, BACKLOG)
            .option(ChannelOption.SO_REUSEADDR, true)
            .childOption(ChannelOption.ALLOCATOR, PooledByteBufAllocator.DEFAULT)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childOption(ChannelOption.SO_KEEPALIVE, true)
            .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, WATER_MARK)
            .childHandler(tracking(accepted))
            .bind(at);
    channels.add(bound.sync().channel());
    return (InetSocketAddress) bound.channel().localAddress();
  }

  /** A socket of IPv4 takes IPv4 only; left to itself Java would open it for both families. */
  private static NioServerSocketChannel listener(InetSocketAddress at) {
    SocketProtocolFamily family =
        at.getAddress() instanceof Inet4Address
            ? SocketProtocolFamily.INET
            : SocketProtocolFamily.INET6;
    return new NioServerSocketChannel(SelectorProvider.provider(), family);
  }

  /** Connects; the channel that is returned may be closed at any time. */
  Channel connect(InetSocketAddress to, Consumer<Channel> connected, Consumer<Throwable> failed) {
    ChannelFuture connecting = client.connect(to);
    connecting.addListener(
        future -> {
          Throwable cause = future.cause();
          if (cause == null) {
            connected.accept(connecting.channel());
          } else {
            failed.accept(cause);
          }
        });
    return connecting.channel();
  }

  private ChannelInitializer<SocketChannel> tracking(Consumer<SocketChannel> then) {
    return new ChannelInitializer<>() {
      @Override
      protected void initChannel(SocketChannel channel) {
        channels.add(channel);
        then.accept(channel);
      }
    };
  }

  /** How many sockets are open. Any thread. */
  int open() {
    return channels.size();
  }

  /** Closes what listens. */
  void stopListening() {
    var _ = channels.close(channel -> channel instanceof NioServerSocketChannel);
  }

  /** Waits until every socket is closed, for 3 s at most, and ends the loop. Not on the loop. */
  void close() {
    channels.newCloseFuture().awaitUninterruptibly(SHUTDOWN_MILLIS);
    channels.close().awaitUninterruptibly(SHUTDOWN_MILLIS);
    group
        .shutdownGracefully(0, SHUTDOWN_MILLIS, TimeUnit.MILLISECONDS)
        .awaitUninterruptibly(SHUTDOWN_MILLIS);
  }
}
