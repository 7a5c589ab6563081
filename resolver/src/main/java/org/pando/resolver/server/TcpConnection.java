package org.pando.resolver.server;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.util.concurrent.Future;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.pando.resolver.answer.ReplyEncoder;
import org.pando.resolver.answer.WireAnswer;
import org.pando.resolver.answer.WireQuestion;
import org.pando.resolver.observe.Drop;
import org.pando.resolver.observe.Protocol;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection; its event loop owns it. Questions may follow each other without waiting, answers
 * come when they are ready (RFC 7766 section 6.2.1). A client that does not take its answers, or
 * has too many questions on the slow lane, is read no further, so that what a connection holds is
 * bounded: one message, one read, and the unsent answers up to the water mark.
 */
final class TcpConnection extends ChannelInboundHandlerAdapter
    implements Client, Connections.Connection {
  private static final Logger LOG = LoggerFactory.getLogger(TcpConnection.class);
  private static final int PREFIX = 2;
  private static final int CHECKS = 4;
  private static final long NEVER = Long.MAX_VALUE;

  private final Channel channel;
  private final Service service;
  private final InetAddress address;

  private @Nullable ByteBuf unread;
  private @Nullable Future<?> check;
  private volatile long restingSince;
  private long messageSince = NEVER;
  private long blockedSince = NEVER;
  private int inFlight;
  private boolean isReading;
  private boolean ended;

  TcpConnection(Channel channel, Service service) {
    this.channel = channel;
    this.service = service;
    this.address = ((InetSocketAddress) channel.remoteAddress()).getAddress();
    this.restingSince = now();
  }

  /** Strangers, and more connections than there is room for, are closed before they are read. */
  @Override
  public void channelActive(ChannelHandlerContext context) {
    if (!service.handler().admits(this)) {
      close(Drop.NOT_ADMITTED);
    } else if (!service.connections().enter(this)) {
      close(Drop.TOO_MANY_CONNECTIONS);
    } else {
      long period = service.connections().limits().patience().toNanos() / CHECKS;
      check =
          channel
              .eventLoop()
              .scheduleWithFixedDelay(this::closeWhenLate, period, period, TimeUnit.NANOSECONDS);
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    service.connections().leave(this);
    if (check != null) {
      check.cancel(false);
    }
    if (unread != null) {
      unread.release();
      unread = null;
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    ByteBuf more = (ByteBuf) message;
    if (unread == null) {
      unread = more;
    } else {
      unread.writeBytes(more);
      more.release();
    }
    readMessages();
  }

  /** The answers to all questions that came together. */
  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    channel.flush();
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) {
    blockedSince = channel.isWritable() ? NEVER : now();
    readMessages();
  }

  /** The client has sent all of its questions; it may still wait for answers. */
  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event instanceof ChannelInputShutdownEvent) {
      ended = true;
      readMessages();
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    LOG.debug("tcp {}: {}", channel.localAddress(), cause.toString());
    var _ = channel.close();
  }

  /** Handles whole messages for as long as their answers can go out. */
  private void readMessages() {
    if (isReading) {
      return; // a reply filled or emptied the queue of unsent answers
    }
    isReading = true;
    while (isReady() && readMessage()) {
      if (!isReady()) {
        channel.flush();
      }
    }
    isReading = false;
    keepRest();
    channel.config().setAutoRead(isReady());
    if (ended && inFlight == 0 && !hasMessage()) {
      var _ = channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
    }
  }

  private boolean isReady() {
    Connections connections = service.connections();
    return !connections.isPaused()
        && channel.isWritable()
        && inFlight < connections.limits().inFlight();
  }

  private boolean hasMessage() {
    return unread != null
        && unread.readableBytes() >= PREFIX
        && unread.readableBytes() >= PREFIX + unread.getUnsignedShort(unread.readerIndex());
  }

  /** Whether there was a whole message. */
  private boolean readMessage() {
    if (unread == null || !hasMessage()) {
      return false;
    }
    messageSince = NEVER;
    rest();
    ByteBuf message = unread.readSlice(unread.readUnsignedShort());
    service.buffers().mine().read(message, service.handler(), this);
    return true;
  }

  private void keepRest() {
    if (unread == null) {
      return;
    }
    if (!unread.isReadable()) {
      unread.release();
      unread = null;
      return;
    }
    unread.discardSomeReadBytes();
    if (messageSince == NEVER && !hasMessage()) {
      messageSince = now();
    }
  }

  private void rest() {
    restingSince = inFlight == 0 ? now() : NEVER;
  }

  private void closeWhenLate() {
    long patience = service.connections().limits().patience().toNanos();
    boolean dripping = isReady() && isOver(messageSince, patience);
    if (dripping || isOver(blockedSince, patience)) {
      close(Drop.CONNECTION_TOO_SLOW);
    } else if (isOver(restingSince, service.connections().limits().idle().toNanos())) {
      var _ = channel.close();
    }
  }

  private boolean isOver(long since, long length) {
    return since != NEVER && now() - since >= length;
  }

  private void close(Drop why) {
    service.observer().dropped(Protocol.TCP, why);
    var _ = channel.close();
  }

  private long now() {
    return service.nanos().getAsLong();
  }

  @Override
  public long restingSince() {
    return restingSince;
  }

  @Override
  public void evict() {
    close(Drop.TOO_MANY_CONNECTIONS);
  }

  @Override
  public InetAddress address() {
    return address;
  }

  @Override
  public Protocol protocol() {
    return Protocol.TCP;
  }

  @Override
  public void reply(WireQuestion question, WireAnswer answer) {
    LoopBuffers mine = service.buffers().mine();
    int length = mine.write(question, answer, ReplyEncoder.MAX_REPLY);
    ByteBuf out = channel.alloc().ioBuffer(PREFIX + length);
    out.writeShort(length).writeBytes(mine.reply(), 0, length);
    var _ = channel.write(out, channel.voidPromise());
  }

  @Override
  public Client later() {
    inFlight++;
    rest();
    return new Waiting();
  }

  /** The connection, for one question that is on the slow lane. */
  private final class Waiting implements Client {
    @Override
    public InetAddress address() {
      return address;
    }

    @Override
    public Protocol protocol() {
      return Protocol.TCP;
    }

    @Override
    public void reply(WireQuestion question, WireAnswer answer) {
      channel
          .eventLoop()
          .execute(
              () -> {
                inFlight--;
                rest();
                TcpConnection.this.reply(question, answer);
                channel.flush();
                readMessages();
              });
    }

    @Override
    public Client later() {
      return this;
    }
  }
}
