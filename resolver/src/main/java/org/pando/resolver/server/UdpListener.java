package org.pando.resolver.server;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.socket.DatagramPacket;
import io.netty.channel.unix.UnixChannelOption;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.pando.resolver.answer.WireAnswer;
import org.pando.resolver.answer.WireQuestion;
import org.pando.resolver.observe.Drop;
import org.pando.resolver.observe.Protocol;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Plain DNS over UDP on one address. Its event loop runs the fast lane. Where the system can, a
 * call receives many questions and a call sends their replies.
 */
final class UdpListener extends ChannelInboundHandlerAdapter {
  private static final Logger LOG = LoggerFactory.getLogger(UdpListener.class);

  /** Longer questions than {@link WireQuestion#EDNS_SIZE} are cut, and so malformed. */
  private static final int PACKET = 1280;

  private static final int BATCH = 32;
  private static final int SYSTEM_BUFFER = 1 << 20;

  private final Service service;
  private final Asker asker;

  UdpListener(Service service, Channel channel) {
    this.service = service;
    this.asker = new Asker(channel);
  }

  /**
   * Binds; blocks until it is done. What stands in the way is thrown as it is, though not declared:
   * mostly a {@link java.net.BindException}.
   */
  static Channel bind(
      Transport transport, EventLoopGroup loops, InetSocketAddress address, Service service) {
    return options(new Bootstrap().group(loops).channel(transport.datagram()), transport)
        .handler(
            new ChannelInitializer<>() {
              @Override
              protected void initChannel(Channel channel) {
                channel.pipeline().addLast(new UdpListener(service, channel));
              }
            })
        .bind(address)
        .syncUninterruptibly()
        .channel();
  }

  /** How a socket that answers over UDP is set up. */
  static Bootstrap options(Bootstrap bootstrap, Transport transport) {
    int receive = transport.receivesBatches() ? BATCH * PACKET : PACKET;
    FixedRecvByteBufAllocator allocator = new FixedRecvByteBufAllocator(receive);
    // One call, then the replies: a second call would mostly find nothing.
    allocator.maxMessagesPerRead(transport.receivesBatches() ? 1 : BATCH);
    bootstrap
        .option(ChannelOption.RECVBUF_ALLOCATOR, allocator)
        .option(ChannelOption.SO_RCVBUF, SYSTEM_BUFFER);
    if (transport.sharesPorts()) {
      bootstrap.option(UnixChannelOption.SO_REUSEPORT, true);
    }
    return transport.receivesBatches()
        ? bootstrap.option(EpollChannelOption.MAX_DATAGRAM_PAYLOAD_SIZE, PACKET)
        : bootstrap;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    DatagramPacket packet = (DatagramPacket) message;
    try {
      asker.sender = packet.sender();
      service.buffers().mine().read(packet.content(), service.handler(), asker);
    } finally {
      packet.release();
    }
  }

  /** The replies to all questions that were received together. */
  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    context.flush();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    LOG.debug("udp {}: {}", context.channel().localAddress(), cause.toString());
  }

  private void write(
      Channel channel, InetSocketAddress recipient, WireQuestion question, WireAnswer answer) {
    if (!channel.isWritable()) {
      service.observer().dropped(Protocol.UDP, Drop.NOT_SENT);
      return;
    }
    LoopBuffers mine = service.buffers().mine();
    int length = mine.write(question, answer, question.udpLimit());
    ByteBuf out = channel.alloc().ioBuffer(length).writeBytes(mine.reply(), 0, length);
    var _ = channel.write(new DatagramPacket(out, recipient), channel.voidPromise());
  }

  /** Who sent the packet that is being read; the event loop's own. */
  private final class Asker implements Client {
    private final Channel channel;
    private InetSocketAddress sender = new InetSocketAddress(0);

    Asker(Channel channel) {
      this.channel = channel;
    }

    @Override
    public InetAddress address() {
      return sender.getAddress();
    }

    @Override
    public Protocol protocol() {
      return Protocol.UDP;
    }

    @Override
    public void reply(WireQuestion question, WireAnswer answer) {
      write(channel, sender, question, answer);
    }

    @Override
    public Client later() {
      return new Waiting(channel, sender);
    }
  }

  /** Who waits for the slow lane. The reply leaves from the address that was asked. */
  private final class Waiting implements Client {
    private final Channel channel;
    private final InetSocketAddress sender;

    Waiting(Channel channel, InetSocketAddress sender) {
      this.channel = channel;
      this.sender = sender;
    }

    @Override
    public InetAddress address() {
      return sender.getAddress();
    }

    @Override
    public Protocol protocol() {
      return Protocol.UDP;
    }

    @Override
    public void reply(WireQuestion question, WireAnswer answer) {
      channel
          .eventLoop()
          .execute(
              () -> {
                write(channel, sender, question, answer);
                channel.flush();
              });
    }

    @Override
    public Client later() {
      return this;
    }
  }
}
