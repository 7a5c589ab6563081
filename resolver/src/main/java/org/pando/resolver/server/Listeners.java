package org.pando.resolver.server;

import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/** The open sockets of the DNS server, its connections too. Changed by one thread at a time. */
public final class Listeners implements AutoCloseable {
  private final Transport transport;
  private final EventLoopGroup loops;
  private final Service service;
  private final ChannelGroup open;
  private final Set<InetSocketAddress> ourAddresses;

  /**
   * @param loops of the given transport
   * @param ourAddresses kept up to date with where this node listens; read by other threads
   */
  public Listeners(
      Transport transport,
      EventLoopGroup loops,
      Service service,
      Set<InetSocketAddress> ourAddresses) {
    this.transport = transport;
    this.loops = loops;
    this.service = service;
    this.ourAddresses = ourAddresses;
    this.open = new DefaultChannelGroup(loops.next());
  }

  /**
   * Opens UDP and TCP on an address, both or none; blocks until it is done. Where sockets may share
   * a port, every event loop has its own for UDP; whether another program has the port already is
   * then told by TCP, which shares it with nobody.
   *
   * @param address port 0 lets the system choose one port for both
   * @return the address with the port it got
   * @throws ListenException with what stands in the way
   */
  public InetSocketAddress listen(InetSocketAddress address) throws ListenException {
    List<Channel> opened = new ArrayList<>();
    try {
      Channel tcp = TcpListener.bind(transport, loops, address, service, open);
      opened.add(tcp);
      InetSocketAddress bound = (InetSocketAddress) tcp.localAddress();
      for (EventLoopGroup each : udpLoops()) {
        opened.add(UdpListener.bind(transport, each, bound, service));
      }
      open.addAll(opened);
      ourAddresses.add(bound);
      return bound;
    } catch (Exception e) {
      opened.forEach(channel -> channel.close().syncUninterruptibly());
      throw ListenException.of(address, e);
    }
  }

  /** A socket is opened on each of these. */
  private List<EventLoopGroup> udpLoops() {
    if (!transport.sharesPorts()) {
      return List.of(loops);
    }
    List<EventLoopGroup> each = new ArrayList<>();
    loops.forEach(loop -> each.add((EventLoop) loop));
    return each;
  }

  /** Closes an address that was given by {@link #listen}, its connections too; blocks. */
  public void close(InetSocketAddress bound) {
    ourAddresses.remove(bound);
    open.close(channel -> bound.equals(channel.localAddress())).awaitUninterruptibly();
  }

  /** Where it listens, sorted as text. Any thread. */
  public List<InetSocketAddress> addresses() {
    return ourAddresses.stream().sorted(Comparator.comparing(InetSocketAddress::toString)).toList();
  }

  /** Takes no more questions; answers still go out. */
  public void pause() {
    service.connections().pause();
    open.forEach(channel -> channel.config().setAutoRead(false));
  }

  @Override
  public void close() {
    open.close().awaitUninterruptibly();
    ourAddresses.clear();
  }
}
