package org.pando.resolver.app;

import com.sun.security.auth.module.UnixSystem;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.pando.resolver.cli.Cli;
import org.pando.resolver.cli.CliContext;
import org.pando.resolver.cli.Console;
import org.pando.resolver.config.ConfigPlaces;
import org.pando.resolver.control.ShortPaths;
import org.pando.resolver.control.SocketPaths;

/** Where the program begins: joins the command line to this process. */
public final class Main {
  private static final Path SYSTEM_CONFIG = Path.of("/etc/pando");

  private Main() {}

  public static void main(String[] arguments) {
    System.exit(cli().run(arguments));
  }

  private static boolean isTerminal() {
    return Optional.ofNullable(System.console()).filter(java.io.Console::isTerminal).isPresent();
  }

  private static Cli cli() {
    Map<String, String> environment = System.getenv();
    Path home = Path.of(System.getProperty("user.home"));
    Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
    int uid = (int) new UnixSystem().getUid();
    Configuration configuration =
        new Configuration(new ConfigPlaces(environment, home, SYSTEM_CONFIG), uid == 0);
    SocketPaths socketPaths = new SocketPaths(environment, configuration);
    ShortPaths shortPaths = new ShortPaths(temporary, uid);
    Console console = new Console(System.in, System.out, System.err, isTerminal());
    return new Cli(
        new CliContext(
            Version.text(),
            console,
            environment,
            temporary,
            System::nanoTime,
            socketPaths,
            shortPaths,
            new RunningNode(configuration, environment, socketPaths, shortPaths, console),
            configuration,
            new OfflineProofs(),
            new Restoring(configuration, new SecureRandom()),
            (command, file) ->
                new ProcessBuilder("/bin/sh", "-c", command + " \"$1\"", "sh", file.toString())
                    .inheritIO()
                    .start()
                    .waitFor(),
            Main::readHidden));
  }

  private static char @Nullable [] readHidden(String question) {
    return Optional.ofNullable(System.console())
        .map(terminal -> terminal.readPassword("%s", question))
        .orElse(null);
  }
}
