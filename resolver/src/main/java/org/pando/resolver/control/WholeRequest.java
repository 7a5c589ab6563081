package org.pando.resolver.control;

import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpObjectAggregator;

/** Collects a request up to a limit; a larger one is told to the next handler. */
final class WholeRequest extends HttpObjectAggregator {
  WholeRequest(int maxBody) {
    super(maxBody, true);
  }

  /** Tells the next handler that the request is too large; the rest of it is thrown away. */
  static final class TooLarge {
    private TooLarge() {}
  }

  @Override
  protected void handleOversizedMessage(ChannelHandlerContext ctx, HttpMessage oversized) {
    ctx.fireUserEventTriggered(new TooLarge());
  }
}
