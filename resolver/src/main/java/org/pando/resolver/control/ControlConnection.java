package org.pando.resolver.control;

import com.google.gson.JsonObject;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.netty.util.concurrent.Future;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.pando.resolver.control.ControlException.Kind;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Owned by its channel's event loop: one connection, which carries one request. The client has
 * {@code patience} to send the whole request, and again to take the reply; the handler in between
 * has no limit here.
 */
final class ControlConnection extends SimpleChannelInboundHandler<FullHttpRequest> {
  private static final Logger LOG = LoggerFactory.getLogger(ControlConnection.class);
  private static final String JSON = "application/json";

  private final Routes routes;
  private final Executor handlers;
  private final ChannelGroup answering;
  private final Duration patience;
  private @Nullable Future<?> deadline;
  private boolean requested;

  ControlConnection(Routes routes, Executor handlers, ChannelGroup answering, Duration patience) {
    this.routes = routes;
    this.handlers = handlers;
    this.answering = answering;
    this.patience = patience;
  }

  @Override
  public void channelActive(ChannelHandlerContext ctx) {
    startDeadline(ctx);
    ctx.fireChannelActive();
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    stopDeadline();
    ctx.fireChannelInactive();
  }

  @Override
  protected void channelRead0(ChannelHandlerContext ctx, FullHttpRequest request) {
    if (requested) {
      return;
    }
    requested = true;
    stopDeadline();
    ctx.channel().config().setAutoRead(false);
    answering.add(ctx.channel());
    try {
      Call call = call(request);
      handlers.execute(() -> answer(ctx, call));
    } catch (ControlException e) {
      send(ctx, response(e));
    } catch (RejectedExecutionException e) {
      send(ctx, response(Kind.INTERNAL, "the node is stopping; start it again with: pando run"));
    }
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (event instanceof WholeRequest.TooLarge && !requested) {
      requested = true;
      send(
          ctx,
          response(
              Kind.TOO_LARGE,
              "the request is larger than " + ControlServer.MAX_BODY + " octets; send less"));
    }
    ctx.fireUserEventTriggered(event);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    LOG.debug("control connection closed: {}", cause.toString());
    close(ctx);
  }

  /** A request as the routes take it. */
  private record Call(
      String method,
      List<String> path,
      Map<String, String> query,
      JsonObject body,
      Passphrases passphrases) {}

  private static Call call(FullHttpRequest request) throws ControlException {
    if (request.decoderResult().isFailure()) {
      throw new ControlException(Kind.INVALID, "this is not HTTP/1.1; send a complete request");
    }
    String text = request.content().toString(StandardCharsets.UTF_8);
    if (!text.isEmpty() && !JSON.contentEquals(mimeType(request))) {
      throw new ControlException(
          Kind.INVALID, "the body is not JSON; send it with Content-Type: application/json");
    }
    try {
      QueryStringDecoder uri = new QueryStringDecoder(request.uri());
      return new Call(
          request.method().name(),
          segments(uri.rawPath()),
          firstValues(uri.parameters()),
          text.isEmpty() ? new JsonObject() : Json.parse(text),
          Passphrases.decode(
              request.headers().get(Passphrases.OPENING), request.headers().get(Passphrases.NEXT)));
    } catch (IllegalArgumentException e) {
      throw new ControlException(
          Kind.INVALID, "the path '" + request.uri() + "' is not percent-encoded properly", e);
    }
  }

  private static CharSequence mimeType(FullHttpRequest request) {
    CharSequence type = HttpUtil.getMimeType(request);
    return type == null ? "" : type;
  }

  private static List<String> segments(String rawPath) {
    List<String> segments = new ArrayList<>();
    String path = rawPath.startsWith("/") ? rawPath.substring(1) : rawPath;
    for (String segment : path.split("/", -1)) {
      // In a path, unlike in a query, a plus sign is a plus sign (RFC 3986).
      segments.add(QueryStringDecoder.decodeComponent(segment.replace("+", "%2B")));
    }
    return segments;
  }

  private static Map<String, String> firstValues(Map<String, List<String>> parameters) {
    Map<String, String> first = new LinkedHashMap<>();
    parameters.forEach((name, values) -> first.put(name, values.getFirst()));
    return first;
  }

  private void answer(ChannelHandlerContext ctx, Call call) {
    FullHttpResponse response;
    try (Passphrases passphrases = call.passphrases()) {
      JsonObject reply =
          routes.dispatch(call.method(), call.path(), call.query(), call.body(), passphrases);
      response = response(HttpResponseStatus.OK, reply);
    } catch (ControlException e) {
      response = response(e);
    } catch (RuntimeException e) {
      LOG.error("bug in {} /{}", call.method(), String.join("/", call.path()), e);
      response =
          response(Kind.INTERNAL, "the node failed (" + e + "); this is a bug, its log says more");
    }
    FullHttpResponse done = response;
    ctx.executor().execute(() -> send(ctx, done));
  }

  /**
   * Replies and ends our side only: to close with octets unread would make the kernel throw the
   * reply away. The client closes when it has the reply; what else it sends is thrown away.
   */
  private void send(ChannelHandlerContext ctx, FullHttpResponse response) {
    startDeadline(ctx);
    ctx.writeAndFlush(response)
        .addListener(
            written -> {
              if (!written.isSuccess()) {
                close(ctx);
              } else if (ctx.channel() instanceof DuplexChannel channel) {
                var _ = channel.shutdownOutput();
                channel.config().setAutoRead(true);
              }
            });
  }

  private void startDeadline(ChannelHandlerContext ctx) {
    stopDeadline();
    deadline =
        ctx.executor().schedule(() -> close(ctx), patience.toMillis(), TimeUnit.MILLISECONDS);
  }

  private static void close(ChannelHandlerContext ctx) {
    var _ = ctx.close();
  }

  private void stopDeadline() {
    if (deadline != null) {
      deadline.cancel(false);
      deadline = null;
    }
  }

  private static FullHttpResponse response(ControlException e) {
    return response(e.kind(), String.valueOf(e.getMessage()));
  }

  static FullHttpResponse response(Kind kind, String message) {
    return response(HttpResponseStatus.valueOf(kind.httpStatus()), Json.error(kind, message));
  }

  private static FullHttpResponse response(HttpResponseStatus status, JsonObject body) {
    byte[] octets = (Json.text(body) + "\n").getBytes(StandardCharsets.UTF_8);
    FullHttpResponse response =
        new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status, Unpooled.wrappedBuffer(octets));
    response
        .headers()
        .set(HttpHeaderNames.CONTENT_TYPE, JSON)
        .set(HttpHeaderNames.CONTENT_LENGTH, octets.length)
        .set(HttpHeaderNames.CACHE_CONTROL, HttpHeaderValues.NO_STORE)
        .set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
    return response;
  }
}
