package org.pando.resolver.upstream;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpScheme;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2ConnectionAdapter;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2ConnectionHandlerBuilder;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2FrameAdapter;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2Stream;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.io.ByteArrayOutputStream;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.pando.resolver.exchange.Outcome;
import org.pando.resolver.upstream.Connections.Asked;
import org.xbill.DNS.Message;

/**
 * DNS messages as bodies of HTTP/2 requests (RFC 8484, RFC 9113), a stream for each. What comes
 * back is judged as strictly as over UDP. Its event loop owns it.
 */
final class HttpsConnection extends Connection {
  /**
   * Where questions are posted to.
   *
   * @param authority host and port
   */
  record Resource(String authority, String path) {}

  /** A request and what has come of its reply. */
  private static final class Request {
    private final Asked question;
    private final WireExchange exchange;
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    private boolean hasHeaders;

    Request(Asked question, WireExchange exchange) {
      this.question = question;
      this.exchange = exchange;
    }
  }

  private static final String MEDIA_TYPE = "application/dns-message";
  private static final int STREAMS = 100;
  private static final int BODY_MAX = 0xffff;
  private static final String OK = "200";

  private final LetterCase letters;
  private final TlsPeer tls;
  private final Resource resource;
  private final Map<Integer, Request> requests = new HashMap<>();
  private final Http2ConnectionHandler http;
  private @Nullable ChannelHandlerContext context;
  private int streams = STREAMS;

  HttpsConnection(Connections owner, Net net, TlsPeer tls, Resource resource) {
    super(owner, net);
    this.letters = LetterCase.asAsked(net.random());
    this.tls = tls;
    this.resource = resource;
    this.http =
        new Http2ConnectionHandlerBuilder()
            .server(false)
            .initialSettings(Http2Settings.defaultSettings().pushEnabled(false))
            .frameListener(new Frames())
            .gracefulShutdownTimeoutMillis(0)
            .build();
    http.connection().addListener(new Streams());
  }

  @Override
  void initialize(ChannelPipeline pipeline) {
    pipeline.addLast(tls.handler(pipeline.channel().alloc()), this);
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext active, Object event) {
    if (event instanceof SslHandshakeCompletionEvent handshake) {
      SslHandler engine = active.pipeline().get(SslHandler.class);
      if (!handshake.isSuccess()) {
        end(TlsPeer.broken(handshake.cause()));
      } else if (!HttpsUpstream.ALPN.equals(engine.applicationProtocol())) {
        end(Broken.because("the server does not speak HTTP/2: use its tls:// address"));
      } else {
        active.pipeline().addBefore(active.name(), null, http);
        context = active.pipeline().context(http);
        ready();
      }
    }
  }

  @Override
  int transmit(Asked question) {
    ChannelHandlerContext active = Objects.requireNonNull(context);
    WireExchange exchange =
        new WireExchange(question.query(), 0, WireExchange.Form.REQUEST, letters);
    byte[] bytes = exchange.bytes();
    Http2Headers headers =
        new DefaultHttp2Headers()
            .method(HttpMethod.POST.asciiName())
            .scheme(HttpScheme.HTTPS.name())
            .authority(resource.authority())
            .path(resource.path())
            .set(HttpHeaderNames.ACCEPT, MEDIA_TYPE)
            .set(HttpHeaderNames.CONTENT_TYPE, MEDIA_TYPE)
            .setInt(HttpHeaderNames.CONTENT_LENGTH, bytes.length);
    int stream = http.connection().local().incrementAndGetNextStreamId();
    requests.put(stream, new Request(question, exchange));
    http.encoder()
        .writeHeaders(active, stream, headers, 0, false, active.newPromise())
        .addListener(written -> sent(stream, written.isSuccess()));
    var _ =
        http.encoder()
            .writeData(active, stream, Unpooled.wrappedBuffer(bytes), 0, true, active.newPromise());
    return stream;
  }

  private void sent(int stream, boolean isSent) {
    Request request = isSent ? null : requests.remove(stream);
    if (request != null) {
      abandoned(request.question);
    }
  }

  @Override
  void withdraw(int stream) {
    if (requests.remove(stream) != null) {
      reset(stream);
    }
  }

  private void reset(int stream) {
    ChannelHandlerContext active = Objects.requireNonNull(context);
    var _ =
        http.encoder()
            .writeRstStream(active, stream, Http2Error.CANCEL.code(), active.newPromise());
    active.flush();
  }

  @Override
  int capacity() {
    return streams;
  }

  /** The reply is what it is: no stream is left for it. */
  private void done(int stream, Outcome outcome) {
    Request request = requests.remove(stream);
    if (request != null) {
      request.question.end(outcome);
    }
  }

  private void wrong(int stream, String what) {
    if (requests.containsKey(stream)) {
      done(stream, Broken.because(what));
      reset(stream);
    }
  }

  private final class Frames extends Http2FrameAdapter {
    @Override
    public void onSettingsRead(ChannelHandlerContext active, Http2Settings settings) {
      Long most = settings.maxConcurrentStreams();
      if (most != null) {
        streams = (int) Math.min(STREAMS, most);
      }
    }

    @Override
    public void onHeadersRead(
        ChannelHandlerContext active,
        int stream,
        Http2Headers headers,
        int dependency,
        short weight,
        boolean exclusive,
        int padding,
        boolean isLast) {
      onHeadersRead(active, stream, headers, padding, isLast);
    }

    @Override
    public void onHeadersRead(
        ChannelHandlerContext active,
        int stream,
        Http2Headers headers,
        int padding,
        boolean isLast) {
      heard();
      Request request = requests.get(stream);
      if (request != null && !request.hasHeaders) {
        judge(stream, request, headers);
      }
      if (isLast) {
        finish(stream);
      }
    }

    private void judge(int stream, Request request, Http2Headers headers) {
      CharSequence status = headers.status();
      if (status != null && status.charAt(0) == '1') {
        return; // informational: the reply follows
      }
      CharSequence type = headers.get(HttpHeaderNames.CONTENT_TYPE);
      request.hasHeaders = true;
      if (status == null || !OK.contentEquals(status)) {
        wrong(stream, "the server answered with HTTP status " + status);
      } else if (type == null || !MEDIA_TYPE.equalsIgnoreCase(mediaType(type))) {
        wrong(
            stream,
            "the server answered with content of type "
                + type
                + " instead of a DNS message: check the path of the url");
      }
    }

    private static String mediaType(CharSequence type) {
      return type.toString().split(";", 2)[0].strip();
    }

    @Override
    public int onDataRead(
        ChannelHandlerContext active, int stream, ByteBuf data, int padding, boolean isLast) {
      heard();
      int length = data.readableBytes();
      Request request = requests.get(stream);
      if (request != null) {
        if (request.body.size() + length > BODY_MAX) {
          wrong(stream, "the server answered with more than a DNS message can hold");
        } else {
          request.body.writeBytes(ByteBufUtil.getBytes(data));
        }
      }
      if (isLast) {
        finish(stream);
      }
      return length + padding;
    }

    private void finish(int stream) {
      Request request = requests.get(stream);
      if (request == null) {
        return;
      }
      switch (request.exchange.match(request.body.toByteArray())) {
        case WireExchange.Match.Reply(Message reply, boolean _) ->
            done(stream, new Outcome.Replied(reply));
        case WireExchange.Match.Other _ ->
            done(stream, Broken.because("the server answered with something else than asked"));
      }
    }

    @Override
    public void onGoAwayRead(
        ChannelHandlerContext active, int lastStream, long error, ByteBuf debugData) {
      retire();
    }
  }

  /** Hears of every stream that ends, whoever ends it: by a reset, by GOAWAY, with its reply. */
  private final class Streams extends Http2ConnectionAdapter {
    @Override
    public void onStreamClosed(Http2Stream stream) {
      Request request = requests.remove(stream.id());
      if (request != null) {
        abandoned(request.question);
      }
    }
  }
}
