package org.pando.resolver.upstream;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.pando.resolver.answer.Deadline;
import org.pando.resolver.answer.Failure;
import org.pando.resolver.answer.Query;
import org.pando.resolver.answer.ResolutionException;
import org.pando.resolver.answer.WireQuestion;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;

/**
 * Plain DNS over UDP, with TCP when the reply is truncated (RFC 1035 section 4.2.1, RFC 7766). Each
 * question has a socket, and so a port, of its own; what does not match it is ignored. A packet may
 * be lost, so a silent server gets the question again.
 */
final class UdpUpstream implements BlockingUpstream {
  /** What {@link WireExchange} offers; a longer reply is cut, and so does not match. */
  private static final int RECEIVE_SIZE = WireQuestion.EDNS_SIZE;

  private static final Duration RESEND = Duration.ofMillis(700);

  private final InetSocketAddress address;
  private final BlockingUpstream onTruncation;
  private final RandomGenerator random;

  UdpUpstream(InetSocketAddress address, BlockingUpstream onTruncation, RandomGenerator random) {
    this.address = address;
    this.onTruncation = onTruncation;
    this.random = random;
  }

  @Override
  public InetSocketAddress address() {
    return address;
  }

  @Override
  public Message exchange(Query query, Deadline deadline)
      throws ResolutionException, InterruptedException {
    Message reply = overUdp(new WireExchange(query, random), deadline);
    return reply.getHeader().getFlag(Flags.TC) ? onTruncation.exchange(query, deadline) : reply;
  }

  private Message overUdp(WireExchange exchange, Deadline deadline)
      throws ResolutionException, InterruptedException {
    try (DatagramSocket socket = new DatagramSocket()) {
      socket.connect(address);
      byte[] bytes = exchange.bytes();
      DatagramPacket question = new DatagramPacket(bytes, bytes.length);
      DatagramPacket received = new DatagramPacket(new byte[RECEIVE_SIZE], RECEIVE_SIZE);
      while (!deadline.isOver()) {
        socket.send(question);
        Message reply = receive(socket, received, exchange, deadline.within(RESEND));
        if (reply != null) {
          return reply;
        }
      }
      throw new ResolutionException(Failure.TIMEOUT, "no reply");
    } catch (IOException e) {
      throw Broken.because(e);
    }
  }

  /** The reply, or null when it is not there in time. */
  private static @Nullable Message receive(
      DatagramSocket socket, DatagramPacket packet, WireExchange exchange, Deadline deadline)
      throws IOException {
    try {
      while (!deadline.isOver()) {
        socket.setSoTimeout(deadline.leftMillis());
        packet.setLength(RECEIVE_SIZE);
        socket.receive(packet);
        Message reply = exchange.match(Arrays.copyOf(packet.getData(), packet.getLength()));
        if (reply != null) {
          return reply;
        }
      }
    } catch (SocketTimeoutException e) {
      return null;
    }
    return null;
  }
}
