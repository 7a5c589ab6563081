package org.pando.resolver.cli;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.pando.registry.NameState;
import org.pando.resolver.cli.ConfigChecker.Checked;
import org.pando.resolver.control.FakeNode;
import org.pando.resolver.control.RunningServer;
import org.pando.resolver.control.SocketPaths;
import org.pando.resolver.control.SocketSettings;

/** A shell for tests: runs one command after the other and keeps what they wrote. */
final class Terminal {
  final Map<String, String> environment = new TreeMap<>();
  final FakeRunner runner = new FakeRunner();
  final FakeChecker checker = new FakeChecker();
  final FakeProofs proofs = new FakeProofs();
  final FakeRestorer restorer = new FakeRestorer();
  Editor editor = (command, file) -> 0;

  /** What a person types, one line after the other, when asked without echo. */
  final Deque<String> typed = new ArrayDeque<>();

  /** What was asked. */
  final List<String> questions = new ArrayList<>();

  boolean isTerminal;
  String stdin = "";
  String out = "";
  String err = "";
  private final Path folder;

  Terminal(Path folder) {
    this.folder = folder;
    environment.put("PANDO_SOCKET", folder.resolve("s").toString());
  }

  static final class FakeRunner implements NodeRunner {
    @Nullable RunOptions seen;
    @Nullable CommandException failure;

    @Override
    public ExitCode run(RunOptions options) throws CommandException {
      seen = options;
      if (failure != null) {
        throw failure;
      }
      return ExitCode.DONE;
    }
  }

  static final class FakeChecker implements ConfigChecker {
    Checked checked = new Checked(List.of("/etc/pando/pando.toml"), List.of(), "[dns]");

    @Override
    public Checked check(@Nullable Path file, boolean ignoreUnknown) {
      return checked;
    }

    @Override
    public String schema() {
      return "# every key";
    }
  }

  /** Accepts one text, and says the same of it each time. */
  static final class FakeProofs implements ProofChecker {
    String accepted = "";
    Proved proved =
        new Proved(
            "blog.home.alt",
            null,
            new ProvedNetwork("ab".repeat(32), "home.alt", 0, 1),
            NameState.ACTIVE,
            "y".repeat(52),
            "o".repeat(52),
            true,
            3L,
            1L,
            2,
            FakeNode.LEASE,
            FakeNode.UPDATED,
            List.of("@ 3600 A 192.0.2.10"));

    @Override
    public Proved check(String text) throws CommandException {
      if (!text.equals(accepted)) {
        throw new CommandException(ExitCode.REFUSED, "refused");
      }
      return proved;
    }
  }

  static final class FakeRestorer implements Restorer {
    final List<@Nullable Path> seen = new ArrayList<>();
    int damaged;
    @Nullable CommandException failure;

    @Override
    public Report restore(Path file, @Nullable Path config, @Nullable Path dataDirectory)
        throws CommandException {
      seen.add(file);
      seen.add(config);
      seen.add(dataDirectory);
      if (failure != null) {
        throw failure;
      }
      return new Report(
          "/data",
          "0.1.0",
          Instant.parse("2026-11-25T10:00:00Z"),
          2,
          damaged,
          List.of("default", "node"),
          List.of("node"),
          List.of());
    }
  }

  int run(String... arguments) throws IOException {
    ByteArrayOutputStream output = new ByteArrayOutputStream();
    ByteArrayOutputStream errors = new ByteArrayOutputStream();
    Console console =
        new Console(
            new ByteArrayInputStream(stdin.getBytes(StandardCharsets.UTF_8)),
            new PrintStream(output, true, StandardCharsets.UTF_8),
            new PrintStream(errors, true, StandardCharsets.UTF_8),
            isTerminal);
    int exitCode = new Cli(context(console)).run(arguments);
    out = output.toString(StandardCharsets.UTF_8);
    err = errors.toString(StandardCharsets.UTF_8);
    return exitCode;
  }

  CliContext context(Console console) throws IOException {
    Path temporary = Files.createDirectories(folder.resolve("tmp"));
    return new CliContext(
        "0.1.0",
        console,
        environment,
        temporary,
        System::nanoTime,
        new SocketPaths(
            environment, (config, data) -> new SocketSettings.Found(null, folder.resolve("data"))),
        RunningServer.shortPaths(),
        runner,
        checker,
        proofs,
        restorer,
        editor,
        this::type);
  }

  private char @Nullable [] type(String question) {
    questions.add(question);
    String line = typed.poll();
    return line == null ? null : line.toCharArray();
  }

  static Console silent() {
    PrintStream nowhere =
        new PrintStream(PrintStream.nullOutputStream(), true, StandardCharsets.UTF_8);
    return new Console(new ByteArrayInputStream(new byte[0]), nowhere, nowhere, false);
  }
}
