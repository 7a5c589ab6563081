package org.pando.gossip.discovery.mapping;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Function;

/** A UDP port of this computer that answers each packet with others. */
final class FakeRouter implements AutoCloseable {
  final BlockingQueue<byte[]> heard = new LinkedBlockingQueue<>();
  private final DatagramSocket socket;

  FakeRouter(Function<byte[], List<byte[]>> answers) throws IOException {
    socket = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    Thread.ofVirtual().start(() -> serve(answers));
  }

  private void serve(Function<byte[], List<byte[]>> answers) {
    DatagramPacket packet = new DatagramPacket(new byte[2000], 2000);
    try {
      while (true) {
        packet.setLength(2000);
        socket.receive(packet);
        byte[] request = Arrays.copyOf(packet.getData(), packet.getLength());
        heard.add(request);
        for (byte[] answer : answers.apply(request)) {
          socket.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
        }
      }
    } catch (IOException e) {
      // closed
    }
  }

  InetSocketAddress address() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), socket.getLocalPort());
  }

  @Override
  public void close() {
    socket.close();
  }
}
