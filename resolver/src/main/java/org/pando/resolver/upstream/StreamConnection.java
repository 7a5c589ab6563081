package org.pando.resolver.upstream;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.LengthFieldBasedFrameDecoder;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.pando.resolver.upstream.Connections.Asked;
import org.xbill.DNS.EDNSOption;
import org.xbill.DNS.Message;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.TcpKeepaliveOption;

/**
 * DNS messages with their length in front, over TCP or TLS (RFC 7766, RFC 7858). Questions do not
 * wait for each other, and replies come in any order. Its event loop owns it.
 */
final class StreamConnection extends Connection {
  private record Sent(Asked question, WireExchange exchange) {}

  private static final int PREFIX = 2;
  private static final int CAPACITY = 1000;
  private static final int MESSAGE_MAX = 0xffff;

  private final Net net;
  private final LetterCase letters;
  private final @Nullable TlsPeer tls;
  private final Map<Integer, Sent> sent = new HashMap<>();
  private @Nullable ChannelHandlerContext context;

  /**
   * @param letters told when the server does not keep the case
   * @param tls none for plain TCP
   */
  StreamConnection(Connections owner, Net net, LetterCase letters, @Nullable TlsPeer tls) {
    super(owner, net);
    this.net = net;
    this.letters = letters;
    this.tls = tls;
  }

  @Override
  void initialize(ChannelPipeline pipeline) {
    if (tls != null) {
      pipeline.addLast(tls.handler(pipeline.channel().alloc()));
    }
    pipeline.addLast(
        new LengthFieldBasedFrameDecoder(PREFIX + MESSAGE_MAX, 0, PREFIX, 0, PREFIX), this);
  }

  @Override
  public void handlerAdded(ChannelHandlerContext added) {
    context = added;
  }

  @Override
  public void channelActive(ChannelHandlerContext active) {
    if (tls == null) {
      ready();
    }
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext active, Object event) {
    if (event instanceof SslHandshakeCompletionEvent handshake) {
      if (handshake.isSuccess()) {
        ready();
      } else {
        end(TlsPeer.broken(handshake.cause()));
      }
    }
  }

  @Override
  int transmit(Asked question) {
    ChannelHandlerContext active = Objects.requireNonNull(context);
    WireExchange.Form form =
        tls == null ? WireExchange.Form.STREAM : WireExchange.Form.ENCRYPTED_STREAM;
    WireExchange exchange = new WireExchange(question.query(), freeId(), form, letters);
    sent.put(exchange.id(), new Sent(question, exchange));
    byte[] bytes = exchange.bytes();
    ByteBuf out = active.alloc().ioBuffer(PREFIX + bytes.length);
    var _ = active.write(out.writeShort(bytes.length).writeBytes(bytes), active.voidPromise());
    return exchange.id();
  }

  private int freeId() {
    while (true) {
      int id = net.random().nextInt(1 << 16);
      if (!sent.containsKey(id)) {
        return id;
      }
    }
  }

  @Override
  void withdraw(int number) {
    sent.remove(number);
  }

  @Override
  int capacity() {
    return CAPACITY;
  }

  @Override
  public void channelRead(ChannelHandlerContext active, Object message) {
    ByteBuf in = (ByteBuf) message;
    byte[] bytes = new byte[in.readableBytes()];
    in.readBytes(bytes);
    in.release();
    heard();
    Sent asked = bytes.length < PREFIX ? null : sent.get(WireExchange.u16(bytes, 0));
    if (asked != null
        && asked.exchange().match(bytes)
            instanceof WireExchange.Match.Reply(Message reply, boolean keptCase)) {
      if (!keptCase) {
        letters.lost();
      }
      keepAlive(reply);
      asked.question().replied(reply);
    }
  }

  private void keepAlive(Message reply) {
    OPTRecord opt = reply.getOPT();
    if (opt == null) {
      return;
    }
    for (EDNSOption option : opt.getOptions(EDNSOption.Code.TCP_KEEPALIVE)) {
      OptionalInt tenths = ((TcpKeepaliveOption) option).getTimeout();
      if (tenths.isPresent()) {
        idle(Duration.ofMillis(100L * tenths.getAsInt()));
      }
    }
  }
}
