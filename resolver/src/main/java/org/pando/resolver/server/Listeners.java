package org.pando.resolver.server;

import io.netty.channel.Channel;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import java.net.InetSocketAddress;
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
   * Opens UDP and TCP on an address, both or none; blocks until it is done.
   *
   * @param address port 0 lets the system choose one port for both
   * @return the address with the port it got
   * @throws ListenException with what stands in the way
   */
  public InetSocketAddress listen(InetSocketAddress address) throws ListenException {
    Channel tcp = null;
    try {
      tcp = TcpListener.bind(transport, loops, address, service, open);
      InetSocketAddress bound = (InetSocketAddress) tcp.localAddress();
      open.add(UdpListener.bind(transport, loops, bound, service));
      open.add(tcp);
      ourAddresses.add(bound);
      return bound;
    } catch (Exception e) {
      if (tcp != null) {
        tcp.close().syncUninterruptibly();
      }
      throw ListenException.of(address, e);
    }
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
