package org.pando.gossip.host;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.DuplexChannel;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.pando.gossip.GossipException;
import org.pando.gossip.GossipException.Kind;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Joins a {@link Connection} to its socket: copies bytes out of Netty's buffers and into them, as
 * fast as the socket takes them, and closes the socket after the connection's last byte. Owned by
 * the gossip loop.
 */
final class ConnectionChannel extends ChannelInboundHandlerAdapter {
  private static final Logger LOG = LoggerFactory.getLogger(ConnectionChannel.class);

  /** How long the last bytes may take to go out, and the peer to close its end. */
  private static final Duration FAREWELL = Duration.ofSeconds(2);

  private final Connection connection;
  private final Loop loop;
  private final Channel channel;
  private boolean scheduled;
  private boolean outputShut;
  private Host.@Nullable Timer farewell;

  ConnectionChannel(Connection connection, Loop loop, Channel channel) {
    this.connection = connection;
    this.loop = loop;
    this.channel = channel;
  }

  /** Begins; the channel is connected. */
  void start() {
    channel.pipeline().addLast(this);
    connection.start(this::wake);
  }

  /** All that one turn of the loop gives to send goes out together. */
  private void wake() {
    if (!scheduled) {
      scheduled = true;
      loop.execute(this::pump);
    }
  }

  private void pump() {
    scheduled = false;
    if (!channel.isActive()) {
      return;
    }
    try {
      send();
    } catch (RuntimeException e) {
      broke(e);
    }
  }

  private void send() {
    if (connection.finished() && farewell == null) {
      farewell = loop.after(FAREWELL, this::close);
    }
    boolean drained = false;
    while (!drained && !outputShut && channel.isWritable()) {
      byte[] next = connection.output();
      if (next.length == 0) {
        drained = true;
      } else {
        var _ = channel.write(Unpooled.wrappedBuffer(next), channel.voidPromise());
      }
    }
    channel.flush();
    if (drained && connection.finished()) {
      bow();
    }
  }

  /** After a good-bye the peer closes first, so that it has read everything; others just close. */
  private void bow() {
    if (connection.saidGoodbye() && channel instanceof DuplexChannel duplex) {
      outputShut = true;
      var _ = duplex.shutdownOutput();
    } else {
      close();
    }
  }

  private void close() {
    var _ = channel.close();
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    ByteBuf buffer = (ByteBuf) message;
    byte[] bytes;
    try {
      bytes = ByteBufUtil.getBytes(buffer);
    } finally {
      buffer.release();
    }
    connection.received(bytes, loop.now());
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) {
    wake();
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    if (farewell != null) {
      farewell.cancel();
    }
    connection.lost(
        new GossipException(Kind.CLOSED, "the connection to " + connection.ends() + " was closed"));
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    broke(cause);
  }

  private void broke(Throwable cause) {
    if (!(cause instanceof IOException)) {
      LOG.error("the connection to {} is closed: this node failed", connection.ends(), cause);
    }
    connection.lost(
        new GossipException(
            Kind.CLOSED, "the connection to " + connection.ends() + " broke: " + cause, cause));
    close();
  }
}
