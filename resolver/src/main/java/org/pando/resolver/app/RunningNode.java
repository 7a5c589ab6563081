package org.pando.resolver.app;

import java.lang.ref.Reference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.pando.resolver.cli.CommandException;
import org.pando.resolver.cli.Console;
import org.pando.resolver.cli.ExitCode;
import org.pando.resolver.cli.NodeRunner;
import org.pando.resolver.cli.Verbosity;
import org.pando.resolver.config.Config;
import org.pando.resolver.config.ConfigResult;
import org.pando.resolver.config.LogConfig;
import org.pando.resolver.config.LogLevel;
import org.pando.resolver.config.Problem;
import org.pando.resolver.control.ControlException;
import org.pando.resolver.control.ShortPaths;
import org.pando.resolver.control.SocketChoice;
import org.pando.resolver.control.SocketPaths;
import org.pando.resolver.log.Journal;
import org.pando.resolver.log.Logging;

/** {@code pando run}: a node in this process until it is told to stop. */
final class RunningNode implements NodeRunner {
  /** What container engines leave in every container. */
  private static final List<Path> CONTAINER_MARKS =
      List.of(Path.of("/.dockerenv"), Path.of("/run/.containerenv"));

  private static final Path STDERR = Path.of("/proc/self/fd/2");

  private final Configuration configuration;
  private final Map<String, String> environment;
  private final SocketPaths socketPaths;
  private final ShortPaths shortPaths;
  private final Console console;

  RunningNode(
      Configuration configuration,
      Map<String, String> environment,
      SocketPaths socketPaths,
      ShortPaths shortPaths,
      Console console) {
    this.configuration = configuration;
    this.environment = environment;
    this.socketPaths = socketPaths;
    this.shortPaths = shortPaths;
    this.console = console;
  }

  @Override
  public ExitCode run(RunOptions options) throws CommandException {
    try {
      return switch (configuration.read(options.config(), options.ignoreUnknown())) {
        case ConfigResult.Loaded loaded -> run(options, loaded);
        case ConfigResult.Failed failed ->
            throw new CommandException(ExitCode.USAGE, Configuration.text(failed));
      };
    } catch (StartException e) {
      throw new CommandException(ExitCode.FAILED, String.valueOf(e.getMessage()), e);
    } catch (ControlException e) {
      throw new CommandException(ExitCode.USAGE, String.valueOf(e.getMessage()), e);
    } catch (InterruptedException e) {
      throw new CommandException(ExitCode.FAILED, "interrupted", e);
    }
  }

  private ExitCode run(RunOptions options, ConfigResult.Loaded loaded)
      throws StartException, ControlException, InterruptedException {
    Config config = loaded.config();
    Logging logging = startLog(config.log(), options.verbosity());
    loaded.warnings().stream().map(Problem::text).forEach(console.err()::println);
    NodeSettings settings =
        new NodeSettings(
            loaded,
            CONTAINER_MARKS.stream().anyMatch(Files::exists),
            configuration.dataDirectory(config, options.dataDirectory()),
            MachineId.read(),
            socketPaths.listenPath(
                new SocketChoice(options.socket(), options.config(), options.dataDirectory())),
            shortPaths);
    Node node = Node.start(settings, NodeClock.system());
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(node), "stop"));
    console.out().println(node.readyLine());
    console.out().flush();
    try {
      new CountDownLatch(1).await();
    } finally {
      Reference.reachabilityFence(logging);
    }
    return ExitCode.DONE;
  }

  /** Runs when the process got SIGTERM or SIGINT: a stop in order is a success, not a failure. */
  private static void stop(Node node) {
    node.close();
    Runtime.getRuntime().halt(ExitCode.DONE.number());
  }

  private Logging startLog(LogConfig config, Verbosity verbosity) {
    LogLevel level =
        switch (verbosity) {
          case QUIET -> LogLevel.ERROR;
          case NORMAL -> config.level();
          case VERBOSE -> LogLevel.DEBUG;
        };
    boolean journald = Journal.reads(environment, STDERR);
    return Logging.start(level, config.format(), console.err(), journald);
  }
}
