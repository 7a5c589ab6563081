package org.pando.resolver.upstream;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.Future;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.pando.resolver.exchange.Outcome;
import org.pando.resolver.upstream.Connections.Asked;

/**
 * A connection to a server: it opens, carries questions, and is closed when it has rested for long
 * or nobody waits for a silent one any more. Its event loop owns it.
 */
abstract class Connection extends ChannelInboundHandlerAdapter {
  private enum State {
    OPENING,
    READY,
    CLOSED
  }

  private static final int NOT_SENT = -1;

  private final Connections owner;
  private final Net net;

  /** Questions without a reply, and the numbers they were sent under. */
  private final Map<Asked, Integer> asked = new LinkedHashMap<>();

  private State state = State.OPENING;
  private @Nullable Channel channel;
  private Duration idle;
  private long lastHeard;
  private long restingSince;
  private boolean isSilent;
  private boolean isRetired;

  Connection(Connections owner, Net net) {
    this.owner = owner;
    this.net = net;
    this.idle = net.idle();
    this.restingSince = now();
    this.lastHeard = now() - 1;
  }

  /** Adds what makes messages of bytes, and this handler as the last. */
  abstract void initialize(ChannelPipeline pipeline);

  /**
   * Sends a question.
   *
   * @return the number under which its reply is found; never negative
   */
  abstract int transmit(Asked question);

  /** Nobody waits for the reply to a question any more. */
  abstract void withdraw(int number);

  /** How many questions it carries at a time. */
  abstract int capacity();

  final Connection open(InetSocketAddress target) {
    try {
      InetAddress source = net.source(target).orElse(null);
      ChannelFuture connecting =
          new Bootstrap()
              .group(net.loop())
              .channel(NioSocketChannel.class)
              .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) net.opening().toMillis())
              .option(ChannelOption.TCP_NODELAY, true)
              .handler(new Initializer())
              .connect(target, source == null ? null : new InetSocketAddress(source, 0));
      channel = connecting.channel();
      connecting.addListener(done -> net.loop().execute(() -> connected(done)));
      after(net.opening(), this::giveUpOpening);
    } catch (SocketException e) {
      net.loop().execute(() -> end(Broken.because(e)));
    }
    return this;
  }

  private final class Initializer extends ChannelInitializer<Channel> {
    @Override
    protected void initChannel(Channel opened) {
      initialize(opened.pipeline());
    }
  }

  private void connected(Future<? super Void> connecting) {
    if (!connecting.isSuccess()) {
      end(Broken.because("cannot connect: " + Broken.text(connecting.cause())));
    }
  }

  private void giveUpOpening() {
    if (state == State.OPENING) {
      end(Broken.because("no connection within " + net.opening().toSeconds() + " s"));
    }
  }

  private Duration pause() {
    return idle.dividedBy(4).plusMillis(10);
  }

  private void after(Duration delay, Runnable task) {
    var _ = net.loop().schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
  }

  /** It carries questions from now on. */
  final void ready() {
    if (state != State.OPENING) {
      return;
    }
    state = State.READY;
    heard();
    for (Asked question : List.copyOf(asked.keySet())) {
      put(question);
    }
    flush();
    after(pause(), this::closeWhenIdle);
  }

  private void put(Asked question) {
    question.sentAt(now());
    asked.put(question, transmit(question));
  }

  final void send(Asked question) {
    if (state == State.READY) {
      put(question);
      flush();
    } else {
      asked.put(question, NOT_SENT);
    }
  }

  final boolean hasRoom() {
    boolean isFree = channel == null || state == State.OPENING || channel.isWritable();
    return state != State.CLOSED && !isSilent && !isRetired && isFree && asked.size() < capacity();
  }

  final boolean isSilent() {
    return isSilent;
  }

  final void markSilent() {
    isSilent = true;
  }

  /** When something came last. */
  final long lastHeard() {
    return lastHeard;
  }

  final void heard() {
    lastHeard = now();
    if (isSilent) {
      isSilent = false;
      owner.hasRoom();
    }
  }

  /** The server will say no more than what it was asked. */
  final void retire() {
    isRetired = true;
    owner.retired(this);
    closeWhenUseless();
  }

  /** RFC 7828: how long the server keeps a connection that rests. */
  final void idle(Duration offered) {
    idle = offered.compareTo(net.idle()) < 0 ? offered : net.idle();
    if (offered.isZero() && !isRetired) {
      retire();
    }
  }

  final void forget(Asked question) {
    Integer number = asked.remove(question);
    if (number == null || state == State.CLOSED) {
      return;
    }
    if (number != NOT_SENT) {
      withdraw(number);
    }
    restingSince = now();
    closeWhenUseless();
    owner.hasRoom();
  }

  private void closeWhenUseless() {
    if (asked.isEmpty() && state == State.READY && (isSilent || isRetired)) {
      close();
    }
  }

  private void closeWhenIdle() {
    if (state != State.READY) {
      return;
    }
    if (asked.isEmpty() && now() - restingSince >= idle.toNanos()) {
      close();
    } else {
      after(pause(), this::closeWhenIdle);
    }
  }

  /** A question that the server will not answer here, because of the connection. */
  final void abandoned(Asked question) {
    if (state != State.CLOSED && asked.remove(question) != null) {
      restingSince = now();
      owner.refused(this, question, Broken.because("the server refused the request"));
      closeWhenUseless();
    }
  }

  final void close() {
    end(Broken.because("closed, since it is not in use any more"));
  }

  final void end(Outcome reason) {
    if (state == State.CLOSED) {
      return;
    }
    boolean wasReady = state == State.READY;
    state = State.CLOSED;
    List<Asked> left = new ArrayList<>(asked.keySet());
    asked.clear();
    if (channel != null) {
      var _ = channel.close();
    }
    if (wasReady) {
      owner.lost(this, left, reason);
    } else {
      owner.unreachable(this, left, reason);
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    end(Broken.because("the server closed the connection"));
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    end(Broken.because("the connection broke: " + Broken.text(cause)));
  }

  private void flush() {
    if (channel != null) {
      channel.flush();
    }
  }

  private long now() {
    return net.nanos().getAsLong();
  }
}
