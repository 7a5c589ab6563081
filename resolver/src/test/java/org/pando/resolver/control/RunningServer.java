package org.pando.resolver.control;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** A control server with its threads, for tests. */
public final class RunningServer implements AutoCloseable {
  private final EventLoopGroup group =
      new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
  private final ExecutorService handlers = Executors.newVirtualThreadPerTaskExecutor();
  private final ControlServer server;

  public RunningServer(Routes routes, Path socket, ShortPaths shortPaths, Duration patience)
      throws IOException {
    try {
      server = ControlServer.start(group, handlers, routes, socket, shortPaths, patience);
    } catch (IOException e) {
      stopThreads();
      throw e;
    }
  }

  public RunningServer(Routes routes, Path socket) throws IOException {
    this(routes, socket, shortPaths(), Duration.ofSeconds(20));
  }

  /** Short paths in the usual temporary folder. */
  public static ShortPaths shortPaths() throws IOException {
    Path folder = Path.of(System.getProperty("java.io.tmpdir"));
    return new ShortPaths(folder, uid());
  }

  /** The user that runs the test. */
  public static int uid() throws IOException {
    Path probe = Files.createTempFile("pando-uid", "");
    try {
      return (Integer) Files.getAttribute(probe, "unix:uid");
    } finally {
      Files.delete(probe);
    }
  }

  public static ControlClient client(Path socket) throws IOException {
    return client(socket, Duration.ofSeconds(20));
  }

  static ControlClient client(Path socket, Duration request) throws IOException {
    return new ControlClient(
        List.of(socket),
        shortPaths(),
        new ControlClient.Timeouts(Duration.ofSeconds(5), request),
        System::nanoTime);
  }

  @Override
  public void close() {
    server.close();
    stopThreads();
  }

  private void stopThreads() {
    handlers.shutdown();
    group.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
  }
}
