package org.pando.resolver.upstream;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.pando.resolver.answer.Deadline;
import org.pando.resolver.answer.Query;
import org.pando.resolver.answer.ResolutionException;
import org.pando.resolver.answer.ResolutionException.Kind;
import org.xbill.DNS.Message;

/** Plain DNS over TCP (RFC 7766): a connection per question. */
final class TcpUpstream implements Upstream {
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
      DataInputStream in = new DataInputStream(socket.getInputStream());
      while (!deadline.isOver()) {
        socket.setSoTimeout(deadline.leftMillis());
        byte[] received = new byte[in.readUnsignedShort()];
        in.readFully(received);
        @Nullable Message reply = exchange.match(received);
        if (reply != null) {
          return reply;
        }
      }
      throw new ResolutionException(Kind.TIMEOUT, "no reply over TCP");
    } catch (SocketTimeoutException e) {
      throw new ResolutionException(Kind.TIMEOUT, "no reply over TCP", e);
    } catch (IOException e) {
      throw Broken.because(e);
    }
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
