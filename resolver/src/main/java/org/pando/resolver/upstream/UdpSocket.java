package org.pando.resolver.upstream;

import io.netty.channel.IoRegistration;
import io.netty.channel.nio.NioIoOps;
import io.netty.channel.nio.NioSelectableChannelIoHandle;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A socket with a port of its own, connected to one server. Whoever holds it sends from his own
 * thread; the event loop receives, and closes it.
 */
final class UdpSocket extends NioSelectableChannelIoHandle<DatagramChannel> {
  /** Who waits for a reply. Called on the event loop. */
  interface Reader {
    /**
     * @param datagram the reader's to keep
     */
    void received(byte[] datagram);

    void failed(IOException reason);
  }

  private final DatagramChannel channel;
  private final ByteBuffer buffer;
  private final Consumer<UdpSocket> disturbed;
  private final long openedAt;
  private volatile @Nullable Reader reader;
  private volatile @Nullable IoRegistration registration;
  private int questions;

  /**
   * @param channel bound, connected, not blocking
   * @param buffer the event loop's, for all of its sockets
   * @param disturbed told of a socket where something came that nobody waits for
   */
  UdpSocket(
      DatagramChannel channel, ByteBuffer buffer, Consumer<UdpSocket> disturbed, long openedAt) {
    super(channel);
    this.channel = channel;
    this.buffer = buffer;
    this.disturbed = disturbed;
    this.openedAt = openedAt;
  }

  long openedAt() {
    return openedAt;
  }

  /** How many questions it has carried; only its holder asks. */
  int questions() {
    return questions;
  }

  @Nullable Reader reader() {
    return reader;
  }

  void lend(Reader to) {
    questions++;
    reader = to;
  }

  void takeBack() {
    reader = null;
  }

  /** A full queue of the interface drops the packet, as the network may. */
  void send(byte[] datagram) throws IOException {
    channel.write(ByteBuffer.wrap(datagram));
  }

  /** Its event loop listens from now on. */
  void listen(IoRegistration registered) {
    registration = registered;
    registered.submit(NioIoOps.READ);
  }

  /** One datagram for each time there is one: most sockets never receive a second. */
  @Override
  protected void handle(DatagramChannel ready, SelectionKey key) {
    Reader mine = reader;
    try {
      buffer.clear();
      int length = ready.read(buffer);
      if (mine == null) {
        disturbed.accept(this);
      } else if (length > 0) {
        byte[] datagram = new byte[length];
        buffer.flip().get(datagram);
        mine.received(datagram);
      }
    } catch (IOException e) {
      if (mine == null) {
        disturbed.accept(this);
      } else {
        mine.failed(e);
      }
    }
  }

  /** Called on the event loop, which gives the port back at its next turn. */
  @Override
  public void close() throws IOException {
    IoRegistration registered = registration;
    if (registered != null) {
      registered.cancel();
    }
    channel.close();
  }
}
