package org.pando.resolver.server;

import io.netty.buffer.ByteBuf;
import io.netty.util.concurrent.FastThreadLocal;
import java.util.function.LongSupplier;
import org.pando.resolver.answer.ReplyEncoder;
import org.pando.resolver.answer.WireAnswer;
import org.pando.resolver.answer.WireQuestion;

/** The memory in which one event loop reads questions and writes replies; its loop owns it. */
public final class LoopBuffers {
  /** Makes each loop's buffers and finds them again. */
  public static final class Pool {
    private final FastThreadLocal<LoopBuffers> buffers;

    /**
     * @param seconds the node's own clock
     */
    public Pool(ReplyEncoder encoder, LongSupplier seconds) {
      this.buffers =
          new FastThreadLocal<>() {
            @Override
            protected LoopBuffers initialValue() {
              return new LoopBuffers(encoder, seconds);
            }
          };
    }

    /** The calling loop's. */
    LoopBuffers mine() {
      return buffers.get();
    }
  }

  private final ReplyEncoder encoder;
  private final LongSupplier seconds;
  private final byte[] packet = new byte[ReplyEncoder.MAX_REPLY];
  private final byte[] reply = new byte[ReplyEncoder.MAX_REPLY];
  private final WireQuestion question = new WireQuestion();
  private final AnsweringStep step = new AnsweringStep();

  LoopBuffers(ReplyEncoder encoder, LongSupplier seconds) {
    this.encoder = encoder;
    this.seconds = seconds;
  }

  /** Hands a received packet to the handler. */
  void read(ByteBuf received, QueryHandler handler, Client client) {
    int length = received.readableBytes();
    received.readBytes(packet, 0, length);
    handler.handle(this, length, client);
  }

  /** The packet that was read last. */
  byte[] packet() {
    return packet;
  }

  /** The question that is read from the packet. */
  WireQuestion question() {
    return question;
  }

  /** Hears which step answers the question. */
  AnsweringStep step() {
    return step;
  }

  /**
   * Encodes a reply.
   *
   * @return its length; its bytes stand in {@link #reply()} until the next call
   */
  int write(WireQuestion asked, WireAnswer answer, int limit) {
    return encoder.encode(asked, answer, seconds.getAsLong(), limit, reply);
  }

  byte[] reply() {
    return reply;
  }
}
