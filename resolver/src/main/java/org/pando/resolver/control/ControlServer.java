package org.pando.resolver.control;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.socket.nio.NioServerDomainSocketChannel;
import io.netty.handler.codec.http.HttpServerCodec;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Executor;

/**
 * Serves the routes on a Unix domain socket that only its user can open. Thread-safe. Handlers run
 * on the executor, never on an event loop.
 */
public final class ControlServer implements AutoCloseable {
  /** Octets of a request body at most. */
  public static final int MAX_BODY = 1 << 20;

  private static final Duration DRAIN = Duration.ofSeconds(2);

  private final Channel listener;
  private final ChannelGroup connections;
  private final ChannelGroup answering;

  private ControlServer(
      EventLoopGroup group, Executor handlers, Routes routes, SocketFile file, Duration patience)
      throws IOException {
    connections = new DefaultChannelGroup(group.next());
    answering = new DefaultChannelGroup(group.next());
    ServerBootstrap bootstrap =
        new ServerBootstrap()
            .group(group)
            .channel(NioServerDomainSocketChannel.class)
            .childHandler(
                new ChannelInitializer<Channel>() {
                  @Override
                  protected void initChannel(Channel channel) {
                    connections.add(channel);
                    channel
                        .pipeline()
                        .addLast(
                            new HttpServerCodec(),
                            new WholeRequest(MAX_BODY),
                            new ControlConnection(routes, handlers, answering, patience));
                  }
                });
    listener = bound(bootstrap, file);
    try {
      file.protect();
    } catch (IOException e) {
      listener.close().syncUninterruptibly();
      throw e;
    }
  }

  /**
   * Starts to serve.
   *
   * @param group event loops with the NIO handler
   * @param handlers where requests are carried out; each may block
   * @param socket as configured; a path that is too long is shortened
   * @param patience how long a client may take to send its request, or to take its reply
   * @throws IOException when another node answers on the socket, or it cannot be made; says why
   */
  public static ControlServer start(
      EventLoopGroup group,
      Executor handlers,
      Routes routes,
      Path socket,
      ShortPaths shortPaths,
      Duration patience)
      throws IOException {
    return new ControlServer(
        group, handlers, routes, SocketFile.prepare(socket, shortPaths), patience);
  }

  private static Channel bound(ServerBootstrap bootstrap, SocketFile file) throws IOException {
    var bind = bootstrap.bind(file.address()).awaitUninterruptibly();
    if (!bind.isSuccess()) {
      throw new IOException(
          file.address()
              + ": cannot listen on the control socket ("
              + bind.cause().getMessage()
              + "); give another path with --socket",
          bind.cause());
    }
    return bind.channel();
  }

  /**
   * Takes no more requests, lets those at work answer for at most two seconds, removes the socket.
   * Not to be called on an event loop.
   */
  @Override
  public void close() {
    listener.close().syncUninterruptibly();
    connections.close(channel -> !answering.contains(channel)).awaitUninterruptibly();
    answering.newCloseFuture().awaitUninterruptibly(DRAIN.toMillis());
    connections.close().awaitUninterruptibly();
  }
}
