package org.pando.resolver.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.pando.resolver.server.TestServer.question;

import io.netty.buffer.Unpooled;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.socket.DatagramPacket;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;
import org.pando.resolver.observe.Drop;

/** What real sockets on loopback never show. */
class UdpListenerTest {
  private static final InetSocketAddress CLIENT = new InetSocketAddress(TestServer.LOOPBACK, 1234);

  private static DatagramPacket packet(TestServer server) {
    byte[] octets = question("fast.example.").toWire();
    return new DatagramPacket(Unpooled.wrappedBuffer(octets), server.address, CLIENT);
  }

  @Test
  void whatCannotBeSentIsDroppedAndNotQueued() throws Exception {
    try (TestServer server = new TestServer(TestServer.Setting.DEFAULT)) {
      EmbeddedChannel channel = new EmbeddedChannel();
      channel.config().setWriteBufferWaterMark(new WriteBufferWaterMark(1, 2));
      channel.pipeline().addLast(new UdpListener(server.service, channel));
      channel.writeInbound(packet(server), packet(server), packet(server));
      assertEquals(1, replies(channel));
      assertEquals(2, server.dropped(Drop.NOT_SENT));
      channel.writeInbound(packet(server));
      assertEquals(1, replies(channel));
    }
  }

  private static int replies(EmbeddedChannel channel) {
    int count = 0;
    DatagramPacket reply = channel.readOutbound();
    while (reply != null) {
      assertEquals(CLIENT, reply.recipient());
      reply.release();
      count++;
      reply = channel.readOutbound();
    }
    return count;
  }
}
