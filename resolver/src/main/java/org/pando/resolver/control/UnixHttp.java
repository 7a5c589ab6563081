package org.pando.resolver.control;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Owned by the thread that calls it: one connection to a Unix socket that carries octets there and
 * back, each step with a deadline. A blocking channel has no timeouts, hence the selector.
 */
final class UnixHttp implements AutoCloseable {
  private static final int CHUNK = 1 << 16;
  private static final int MAX_REPLY = 1 << 26;

  private final SocketChannel channel;
  private final Selector selector;
  private final LongSupplier nanoTime;

  private UnixHttp(SocketChannel channel, Selector selector, LongSupplier nanoTime) {
    this.channel = channel;
    this.selector = selector;
    this.nanoTime = nanoTime;
  }

  /**
   * @throws IOException when nothing listens there, or we may not connect
   */
  static UnixHttp connect(Path path, Duration timeout, LongSupplier nanoTime) throws IOException {
    SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
    try {
      Selector selector = Selector.open();
      UnixHttp connection = new UnixHttp(channel, selector, nanoTime);
      try {
        connection.connect(path, timeout);
        return connection;
      } catch (IOException e) {
        selector.close();
        throw e;
      }
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  private void connect(Path path, Duration timeout) throws IOException {
    channel.configureBlocking(false);
    SelectionKey key = channel.register(selector, 0);
    long deadline = nanoTime.getAsLong() + timeout.toNanos();
    boolean connected = channel.connect(UnixDomainSocketAddress.of(path));
    while (!connected) {
      await(key, SelectionKey.OP_CONNECT, deadline);
      connected = channel.finishConnect();
    }
  }

  /**
   * Sends a request and reads until the peer closes.
   *
   * @throws SocketTimeoutException when that takes longer than the timeout
   */
  byte[] exchange(byte[] request, Duration timeout) throws IOException {
    long deadline = nanoTime.getAsLong() + timeout.toNanos();
    SelectionKey key = channel.keyFor(selector);
    if (key == null) {
      throw new IOException("the connection is closed");
    }
    try {
      write(key, ByteBuffer.wrap(request), deadline);
    } catch (SocketTimeoutException e) {
      throw e;
    } catch (IOException e) {
      // The peer refused a request while it was still being sent; its reply says why.
      return read(key, deadline);
    }
    return read(key, deadline);
  }

  private void write(SelectionKey key, ByteBuffer octets, long deadline) throws IOException {
    while (octets.hasRemaining()) {
      if (channel.write(octets) == 0) {
        await(key, SelectionKey.OP_WRITE, deadline);
      }
    }
  }

  private byte[] read(SelectionKey key, long deadline) throws IOException {
    ByteArrayOutputStream reply = new ByteArrayOutputStream();
    ByteBuffer chunk = ByteBuffer.allocate(CHUNK);
    int count = channel.read(chunk);
    while (count >= 0) {
      if (count == 0) {
        await(key, SelectionKey.OP_READ, deadline);
      }
      reply.write(chunk.array(), 0, chunk.position());
      if (reply.size() > MAX_REPLY) {
        throw new IOException("the reply is larger than " + MAX_REPLY + " octets");
      }
      chunk.clear();
      count = channel.read(chunk);
    }
    return reply.toByteArray();
  }

  private void await(SelectionKey key, int operation, long deadline) throws IOException {
    long millis = (deadline - nanoTime.getAsLong()) / 1_000_000;
    if (millis <= 0) {
      throw new SocketTimeoutException("no answer in time");
    }
    key.interestOps(operation);
    selector.select(millis);
    selector.selectedKeys().clear();
    if (Thread.currentThread().isInterrupted()) {
      throw new IOException("interrupted while waiting for the node");
    }
  }

  @Override
  public void close() throws IOException {
    try (channel) {
      selector.close();
    }
  }
}
