package org.pando.resolver.upstream;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.pando.resolver.answer.Deadline;
import org.pando.resolver.answer.Failure;
import org.pando.resolver.answer.Query;
import org.pando.resolver.answer.ResolutionException;
import org.xbill.DNS.Message;

/** Plain DNS over TCP (RFC 7766): a connection per question. */
final class TcpUpstream implements BlockingUpstream {
  private final InetSocketAddress address;
  private final RandomGenerator random;

  TcpUpstream(InetSocketAddress address, RandomGenerator random) {
    this.address = address;
    this.random = random;
  }

  @Override
  public InetSocketAddress address() {
    return address;
  }

  @Override
  public Message exchange(Query query, Deadline deadline)
      throws ResolutionException, InterruptedException {
    WireExchange exchange = new WireExchange(query, random);
    try (Socket socket = new Socket()) {
      socket.connect(address, deadline.leftMillis());
      socket.setTcpNoDelay(true);
      send(socket, exchange.bytes());
      while (!deadline.isOver()) {
        byte[] length = read(socket, 2, deadline);
        byte[] received = read(socket, (length[0] & 0xff) << 8 | (length[1] & 0xff), deadline);
        @Nullable Message reply = exchange.match(received);
        if (reply != null) {
          return reply;
        }
      }
      throw new ResolutionException(Failure.TIMEOUT, "no reply over TCP");
    } catch (SocketTimeoutException e) {
      throw new ResolutionException(Failure.TIMEOUT, "no reply over TCP", e);
    } catch (IOException e) {
      throw Broken.because(e);
    }
  }

  /** Reads so many bytes; a server that sends them one by one gains no time. */
  private static byte[] read(Socket socket, int size, Deadline deadline) throws IOException {
    byte[] bytes = new byte[size];
    int at = 0;
    while (at < size) {
      if (deadline.isOver()) {
        throw new SocketTimeoutException("the message is not whole in time");
      }
      socket.setSoTimeout(deadline.leftMillis());
      int count = socket.getInputStream().read(bytes, at, size - at);
      if (count < 0) {
        throw new EOFException("the server closed the connection");
      }
      at += count;
    }
    return bytes;
  }

  /** Length and message in one write (RFC 7766 section 8). */
  private static void send(Socket socket, byte[] message) throws IOException {
    byte[] framed = new byte[2 + message.length];
    framed[0] = (byte) (message.length >> 8);
    framed[1] = (byte) message.length;
    System.arraycopy(message, 0, framed, 2, message.length);
    socket.getOutputStream().write(framed);
  }
}
