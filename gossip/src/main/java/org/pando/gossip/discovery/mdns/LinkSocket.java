package org.pando.gossip.discovery.mdns;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.channels.DatagramChannel;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.pando.gossip.GossipException;
import org.pando.gossip.identity.Multiaddr;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The socket of one link and family. {@link #run} belongs to one worker, which also owns the {@link
 * MdnsLink}; {@link #close} ends it from any thread.
 */
final class LinkSocket implements Runnable, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LinkSocket.class);
  private static final InetAddress GROUP_4 = InetAddress.ofLiteral("224.0.0.251");
  private static final InetAddress GROUP_6 = InetAddress.ofLiteral("ff02::fb");

  /** How late a change of this node's addresses may be noticed. */
  private static final long LONGEST_WAIT = Duration.ofSeconds(2).toNanos();

  private final DatagramChannel channel;
  private final DatagramSocket socket;
  private final InetSocketAddress group;
  private final MdnsLink link;
  private final Supplier<List<Multiaddr>> addresses;
  private final Consumer<LanPeer> found;
  private final LongSupplier nanos;
  private volatile boolean closed;

  LinkSocket(
      Link link,
      boolean ipv4,
      MdnsLink state,
      Supplier<List<Multiaddr>> addresses,
      Consumer<LanPeer> found,
      LongSupplier nanos)
      throws IOException {
    this.link = state;
    this.addresses = addresses;
    this.found = found;
    this.nanos = nanos;
    this.group = new InetSocketAddress(ipv4 ? GROUP_4 : GROUP_6, MdnsLink.PORT);
    this.channel =
        DatagramChannel.open(ipv4 ? StandardProtocolFamily.INET : StandardProtocolFamily.INET6);
    try {
      NetworkInterface at = NetworkInterface.getByIndex(link.index());
      if (at == null) {
        throw new IOException("the interface is gone");
      }
      channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
      channel.bind(new InetSocketAddress(MdnsLink.PORT));
      channel.setOption(StandardSocketOptions.IP_MULTICAST_IF, at);
      channel.setOption(StandardSocketOptions.IP_MULTICAST_TTL, 255);
      channel.setOption(StandardSocketOptions.IP_MULTICAST_LOOP, true);
      channel.join(group.getAddress(), at);
      this.socket = channel.socket();
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  boolean isClosed() {
    return closed;
  }

  @Override
  public void run() {
    byte[] buffer = new byte[MdnsReader.MAX_BYTES];
    DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
    try {
      while (!closed) {
        long now = nanos.getAsLong();
        link.listensOn(addresses.get(), now);
        for (byte[] message : link.due(now)) {
          send(message);
        }
        long wait = Math.clamp(link.next() - now, 1_000_000, LONGEST_WAIT);
        socket.setSoTimeout((int) Duration.ofNanos(wait).toMillis());
        receive(packet);
      }
      byte[] goodbye = link.goodbye();
      if (goodbye != null) {
        send(goodbye);
      }
    } catch (IOException e) {
      LOG.debug("multicast DNS socket: {}", e.getMessage());
    } finally {
      closed = true;
      socket.close();
    }
  }

  private void send(byte[] message) throws IOException {
    socket.send(new DatagramPacket(message, message.length, group));
  }

  private void receive(DatagramPacket packet) throws IOException {
    try {
      packet.setLength(MdnsReader.MAX_BYTES);
      socket.receive(packet);
    } catch (SocketTimeoutException e) {
      return;
    }
    try {
      byte[] bytes = Arrays.copyOf(packet.getData(), packet.getLength());
      link.receive(bytes, packet.getAddress(), packet.getPort(), nanos.getAsLong()).forEach(found);
    } catch (GossipException e) {
      LOG.debug("{} sent {}", packet.getAddress(), e.getMessage());
    }
  }

  /** The worker says good-bye first; it is at most two seconds behind. */
  @Override
  public void close() {
    closed = true;
  }
}
