package org.pando.resolver.control;

import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpObjectAggregator;
import org.pando.resolver.control.ControlException.Kind;

/** Collects a request up to a limit; a larger one is answered with an error and cut off. */
final class WholeRequest extends HttpObjectAggregator {
  WholeRequest(int maxBody) {
    super(maxBody, true);
  }

  @Override
  protected void handleOversizedMessage(ChannelHandlerContext ctx, HttpMessage oversized) {
    ctx.writeAndFlush(
            ControlConnection.response(
                Kind.TOO_LARGE,
                "the request body is larger than " + maxContentLength() + " octets; send less"))
        .addListener(ChannelFutureListener.CLOSE);
  }
}
