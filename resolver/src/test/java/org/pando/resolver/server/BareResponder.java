package org.pando.resolver.server;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.socket.DatagramPacket;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/**
 * The least that Netty can do for a DNS answer, as the yardstick of {@code docker/bench}: the
 * packet comes back as a response with one fixed address behind it. Nothing is looked up, checked,
 * or counted.
 */
final class BareResponder extends ChannelInboundHandlerAdapter {
  private static final byte[] RECORD = {
    (byte) 0xc0, 12, 0, 1, 0, 1, 0, 0, 1, 44, 0, 4, (byte) 192, 0, 2, 1
  };
  private static final int FLAGS = 0x8580;

  private BareResponder() {}

  /**
   * @param arguments the port on 127.0.0.1
   */
  public static void main(String[] arguments) {
    Transport transport = Transport.best();
    EventLoopGroup loops = transport.loops(1, new DefaultThreadFactory("bare"));
    bind(transport, loops, Integer.parseInt(arguments[0]));
    System.out.println("ready");
  }

  static InetSocketAddress bind(Transport transport, EventLoopGroup loops, int port) {
    Bootstrap bootstrap = new Bootstrap().group(loops).channel(transport.datagram());
    InetSocketAddress address = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port);
    return (InetSocketAddress)
        UdpListener.options(bootstrap, transport)
            .handler(new BareResponder())
            .bind(address)
            .syncUninterruptibly()
            .channel()
            .localAddress();
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    DatagramPacket packet = (DatagramPacket) message;
    ByteBuf question = packet.content();
    int end = 12;
    while (question.getByte(end) != 0) {
      end += 1 + question.getByte(end);
    }
    end += 5;
    ByteBuf reply = context.alloc().directBuffer(end + RECORD.length);
    reply.writeBytes(question, 0, end).writeBytes(RECORD);
    reply.setShort(2, FLAGS);
    reply.setInt(4, 0x00010001);
    reply.setInt(8, 0);
    packet.release();
    var _ = context.write(new DatagramPacket(reply, packet.sender()), context.voidPromise());
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    context.flush();
  }
}
