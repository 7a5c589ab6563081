package org.pando.gossip.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.embedded.EmbeddedChannel;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.pando.gossip.GossipException;
import org.pando.gossip.GossipException.Kind;

class ConnectionChannelTest {
  private final VirtualLoop loop = new VirtualLoop();
  private final Pair pair = new Pair(Pair.TWO.peerId(), 1, 1400);
  private final Valve valve = new Valve();
  private final EmbeddedChannel channel = new EmbeddedChannel(valve);

  /** Lets nothing through while it is shut. */
  private static final class Valve extends ChannelOutboundHandlerAdapter {
    boolean shut;

    @Override
    public void flush(ChannelHandlerContext context) {
      if (!shut) {
        context.flush();
      }
    }
  }

  /** The dialer behind a channel, the listener without one. */
  private void upgrade() {
    new ConnectionChannel(pair.dialer, loop, channel).start();
    pair.listener.start(() -> {});
    carry();
    assertTrue(pair.dialer.isUpgraded() && pair.listener.isUpgraded());
  }

  private void carry() {
    boolean moved = true;
    while (moved) {
      loop.run();
      ByteBuf out = channel.readOutbound();
      if (out != null) {
        pair.listener.received(ByteBufUtil.getBytes(out), 0);
        out.release();
      }
      byte[] in = pair.listener.output();
      if (in.length > 0) {
        ByteBuf buffer = Unpooled.directBuffer().writeBytes(in);
        channel.writeInbound(buffer);
        assertEquals(0, buffer.refCnt(), "the bytes are copied and the buffer released");
      }
      moved = out != null || in.length > 0;
    }
  }

  @Test
  void aChannelThatIsNotWritableIsGivenNoMore() {
    upgrade();
    pair.two.serve("/echo", 1);
    channel.config().setWriteBufferWaterMark(new WriteBufferWaterMark(1_000, 20_000));
    valve.shut = true;
    Heard heard = pair.open(Set.of("/echo"), "/echo");
    heard.stream().write(new byte[200_000]);
    loop.run();
    long left = heard.stream().queued();
    assertTrue(left >= 200_000 - 65_519 && left < 200_000, left + " bytes are left");
    valve.shut = false;
    channel.flush();
    carry();
    assertEquals(0, heard.stream().queued());
    assertEquals(200_000, heard.bytes.size());
  }

  @Test
  void aConnectionThatEndsClosesItsChannelAfterItsLastByte() {
    upgrade();
    pair.dialer.close(new GossipException(Kind.CLOSED, "enough"));
    loop.run();
    assertFalse(channel.isOpen());
    ByteBuf goodbye = channel.readOutbound();
    pair.listener.received(ByteBufUtil.getBytes(goodbye), 0);
    goodbye.release();
    assertFalse(pair.listener.isOpen(), "the good-bye came");
  }

  @Test
  void aChannelThatTakesNothingIsClosedTwoSecondsLater() {
    upgrade();
    channel.config().setWriteBufferWaterMark(new WriteBufferWaterMark(1, 2));
    valve.shut = true;
    pair.two.serve("/echo", 1);
    pair.open(Set.of("/echo"), "/echo").stream().write(new byte[100_000]);
    loop.run();
    pair.dialer.close(new GossipException(Kind.CLOSED, "enough"));
    loop.advance(Duration.ofMillis(1_999));
    assertTrue(channel.isOpen());
    loop.advance(Duration.ofMillis(1));
    assertFalse(channel.isOpen());
  }

  @Test
  void aChannelThatClosesEndsTheConnection() {
    upgrade();
    var _ = channel.close();
    assertTrue(pair.dialer.finished());
    assertEquals(1, pair.one.ends.size());
  }
}
