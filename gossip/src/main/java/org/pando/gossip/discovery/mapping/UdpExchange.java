package org.pando.gossip.discovery.mapping;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Arrays;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.pando.gossip.GossipException;

/**
 * Sends a request to the router until an answer comes: after 250 ms, 500 ms, 1 s and 2 s (RFC 6886,
 * section 3.1, cut short). Packets of others are not heard: the socket is connected.
 */
final class UdpExchange implements AutoCloseable {
  private static final int FIRST_WAIT_MILLIS = 250;
  private static final int TRIES = 4;
  private static final int MAX_PACKET = 1500;

  private final DatagramSocket socket;
  private final LongSupplier nanos;

  /** Reads a packet; {@code null} when it is not the answer. */
  @FunctionalInterface
  interface Reading<T> {
    @Nullable T read(byte[] packet) throws GossipException;
  }

  UdpExchange(InetSocketAddress gateway, LongSupplier nanos) throws GossipException {
    this.nanos = nanos;
    try {
      this.socket = new DatagramSocket();
    } catch (IOException e) {
      throw failed(e);
    }
    try {
      socket.connect(gateway);
    } catch (IOException e) {
      socket.close();
      throw failed(e);
    }
  }

  private static GossipException failed(IOException e) {
    String why =
        e instanceof PortUnreachableException // it has no message
            ? "the router does not serve it"
            : "the router cannot be asked: " + e.getMessage();
    return new GossipException(GossipException.Kind.UNREACHABLE, why, e);
  }

  /** This computer's address towards the router. */
  InetAddress local() {
    return socket.getLocalAddress();
  }

  /**
   * @throws GossipException TIMEOUT, UNREACHABLE, and what the reading throws
   */
  <T> T ask(byte[] request, Reading<T> reading) throws GossipException {
    try {
      for (int attempt = 0; attempt < TRIES; attempt++) {
        socket.send(new DatagramPacket(request, request.length));
        long until =
            nanos.getAsLong() + Duration.ofMillis((long) FIRST_WAIT_MILLIS << attempt).toNanos();
        T answer = await(until, reading);
        if (answer != null) {
          return answer;
        }
      }
    } catch (IOException e) {
      throw failed(e);
    }
    throw new GossipException(GossipException.Kind.TIMEOUT, "the router does not answer");
  }

  private <T> @Nullable T await(long until, Reading<T> reading)
      throws IOException, GossipException {
    byte[] buffer = new byte[MAX_PACKET];
    while (true) {
      long left = Duration.ofNanos(until - nanos.getAsLong()).toMillis();
      if (left <= 0) {
        return null;
      }
      socket.setSoTimeout((int) left);
      DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
      try {
        socket.receive(packet);
      } catch (SocketTimeoutException e) {
        return null;
      }
      T answer = reading.read(Arrays.copyOf(buffer, packet.getLength()));
      if (answer != null) {
        return answer;
      }
    }
  }

  @Override
  public void close() {
    socket.close();
  }
}
