package org.pando.resolver.server;

import io.netty.channel.Channel;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.kqueue.KQueue;
import io.netty.channel.kqueue.KQueueDatagramChannel;
import io.netty.channel.kqueue.KQueueIoHandler;
import io.netty.channel.kqueue.KQueueServerSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import java.util.concurrent.ThreadFactory;

/** How Netty moves bytes on this system: its native transport where there is one, else NIO. */
public enum Transport {
  EPOLL(EpollDatagramChannel.class, EpollServerSocketChannel.class),
  KQUEUE(KQueueDatagramChannel.class, KQueueServerSocketChannel.class),
  NIO(NioDatagramChannel.class, NioServerSocketChannel.class);

  private final Class<? extends DatagramChannel> datagram;
  private final Class<? extends ServerChannel> server;

  Transport(Class<? extends DatagramChannel> datagram, Class<? extends ServerChannel> server) {
    this.datagram = datagram;
    this.server = server;
  }

  /** The best one that this system has. */
  public static Transport best() {
    if (Epoll.isAvailable()) {
      return EPOLL;
    }
    return KQueue.isAvailable() ? KQUEUE : NIO;
  }

  /** Event loops for this transport's channels. */
  public EventLoopGroup loops(int threads, ThreadFactory threadFactory) {
    IoHandlerFactory io =
        switch (this) {
          case EPOLL -> EpollIoHandler.newFactory();
          case KQUEUE -> KQueueIoHandler.newFactory();
          case NIO -> NioIoHandler.newFactory();
        };
    return new MultiThreadIoEventLoopGroup(threads, threadFactory, io);
  }

  /** Whether one call to the system receives several datagrams. */
  boolean receivesBatches() {
    return this == EPOLL;
  }

  /** Whether sockets may share a port, and the system deals datagrams out among them by sender. */
  boolean sharesPorts() {
    return this == EPOLL;
  }

  Class<? extends Channel> datagram() {
    return datagram;
  }

  Class<? extends ServerChannel> server() {
    return server;
  }
}
