package org.pando.resolver.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pando.resolver.cli.ConfigChecker.Checked;
import org.pando.resolver.cli.ConfigChecker.Problem;
import org.pando.resolver.cli.ConfigChecker.Severity;
import org.pando.resolver.cli.NodeRunner.RunOptions;

/** What needs no node. */
class UsageTest {
  @TempDir private Path folder;

  private Terminal terminal() {
    return new Terminal(folder);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          ``                          | a command is missing; try: pando --help
          key                         | a command is missing after 'key'; try: pando key --help
          config                      | a command is missing after 'config'; try: pando config --help
          regster                     | unknown command 'regster'; did you mean register?; try: pando --help
          key lst                     | unknown command 'lst'; did you mean list?; try: pando key --help
          status --jsn                | unknown option '--jsn'; did you mean --json?; try: pando status --help
          show                        | missing required parameter: 'NAME'; try: pando show --help
          show a b                    | unexpected argument 'b'; try: pando show --help
          update a --expect-seq x     | invalid value for option '--expect-seq'
          update a --add              | option --add needs a RECORD
          update a --add --remove x   | option --add needs a RECORD
          update a                    | give --add, --remove, --file or --edit
          update a --edit --add A     | --edit cannot be combined
          register blog               | try: pando register blog A 192.0.2.10
          register a --file /no/file  | /no/file: no such zone file
          key new --passphrase        | --passphrase needs a terminal; in a script use --passphrase-file FILE
          key new --passphrase-file / | /: cannot be read (Is a directory)
          key passphrase              | missing required parameter: 'LABEL'
          key passphrase a --remove --new-passphrase-file f | leave --new-passphrase-file out
          key export                  | missing required parameter: 'LABEL'
          key export a --out f --json | --out writes the bare text, --json prints it as an object; give one
          key import                  | give either a key file or --mnemonic; example: pando key import blog.key
          key import f --mnemonic     | give either a key file or --mnemonic
          key import f --kind owner --recovery x | --kind, --recovery: a key file says so itself; leave it out
          key import --mnemonic --kind king | invalid value for option '--kind'
          key import --mnemonic --passphrase-file - | <stdin>, line 1: the passphrase is empty
          key import /no/file         | /no/file: no such key file
          key import /                | /: cannot be read (Is a directory)
          register a A 192.0.2.1 --passphrase-file /no  | /no: no such file; its first line is to be the passphrase
          register a A 192.0.2.1 --passphrase-file -    | <stdin>, line 1: the passphrase is empty
          register a A 192.0.2.1 --passphrase-file /    | /: cannot be read (Is a directory)
          """)
  void usageErrorsAreOneLineThatHelps(String line, String message) throws Exception {
    Terminal terminal = terminal();
    assertEquals(2, terminal.run(line.isEmpty() ? new String[0] : line.split(" ")));
    assertEquals("", terminal.out);
    assertTrue(terminal.err.startsWith("pando: "), terminal.err);
    assertTrue(terminal.err.contains(message), terminal.err);
    assertEquals(1, terminal.err.lines().count(), terminal.err);
  }

  @Test
  void noNodeIsExitCode3() throws Exception {
    Terminal terminal = terminal();
    for (List<String> command :
        List.of(
            List.of("status"),
            List.of("list"),
            List.of("show", "a"),
            List.of("register", "a", "A", "192.0.2.1"),
            List.of("update", "a", "--add", "A", "192.0.2.1"),
            List.of("resolve", "a"),
            List.of("key", "new"),
            List.of("key", "list"),
            List.of("key", "passphrase", "a", "--remove"),
            List.of("key", "export", "a"),
            List.of("key", "export", "a", "--mnemonic"),
            List.of("key", "import", "-"),
            List.of("key", "import", "--mnemonic"))) {
      assertEquals(3, terminal.run(command.toArray(String[]::new)));
      assertEquals(
          "pando: no node is running (tried "
              + folder.resolve("s")
              + "); start it with: pando run\n",
          terminal.err);
    }
  }

  @Test
  void versionIsData() throws Exception {
    Terminal terminal = terminal();
    assertEquals(0, terminal.run("--version"));
    assertEquals("pando 0.1.0\n", terminal.out);
  }

  @Test
  void runHandsItsOptionsOn() throws Exception {
    Terminal terminal = terminal();
    assertEquals(
        0,
        terminal.run(
            "run", "-v", "-c", "f", "--data-dir", "d", "--socket", "s", "--ignore-unknown"));
    assertEquals(
        new RunOptions(Path.of("f"), Path.of("d"), Path.of("s"), true, Verbosity.VERBOSE),
        terminal.runner.seen);
    assertEquals(0, terminal.run("-q", "run"));
    assertEquals(new RunOptions(null, null, null, false, Verbosity.QUIET), terminal.runner.seen);
  }

  @Test
  void aNodeThatCannotStartGivesItsOwnExitCode() throws Exception {
    Terminal terminal = terminal();
    terminal.runner.failure = new CommandException(ExitCode.USAGE, "/data: in use; stop it");
    assertEquals(2, terminal.run("run"));
    assertEquals("pando: /data: in use; stop it\n", terminal.err);
  }

  @Test
  void configCheckTellsEveryProblem() throws Exception {
    Terminal terminal = terminal();
    assertEquals(0, terminal.run("config", "check"));
    assertEquals("/etc/pando/pando.toml: ok\n", terminal.out);
    assertEquals(0, terminal.run("config", "check", "--effective"));
    assertEquals("[dns]\n", terminal.out);
    assertEquals(0, terminal.run("config", "check", "--schema"));
    assertEquals("# every key\n", terminal.out);
    terminal.checker.checked =
        new Checked(
            List.of("f"),
            List.of(
                new Problem(Severity.WARNING, "f:1:1: old"),
                new Problem(Severity.ERROR, "f:2:1: bad")),
            "");
    assertEquals(2, terminal.run("config", "check", "f"));
    assertEquals("", terminal.out);
    assertEquals("pando: warning: f:1:1: old\npando: f:2:1: bad\n", terminal.err);
    assertEquals(2, terminal.run("config", "check", "f", "--json"));
    assertEquals(
        "{\"version\":1,\"ok\":false,\"files\":[\"f\"],\"problems\":["
            + "{\"severity\":\"warning\",\"message\":\"f:1:1: old\"},"
            + "{\"severity\":\"error\",\"message\":\"f:2:1: bad\"}]}\n",
        terminal.out);
  }

  @Test
  void colourIsForTerminalsThatWantIt() throws Exception {
    Terminal terminal = terminal();
    terminal.run("status");
    assertFalse(terminal.err.contains("\u001b"), "a pipe");
    terminal.isTerminal = true;
    terminal.run("status");
    assertTrue(terminal.err.contains("\u001b[1m"), terminal.err);
    terminal.run("status", "--no-color");
    assertFalse(terminal.err.contains("\u001b"), "--no-color");
    terminal.run("--help", "--no-color");
    assertFalse(terminal.out.contains("\u001b"), "help with --no-color");
    terminal.environment.put("NO_COLOR", "1");
    terminal.run("status");
    assertFalse(terminal.err.contains("\u001b"), "NO_COLOR");
  }

  @Test
  void aBugIsOneLineAndItsTraceOnlyOnRequest() throws Exception {
    Terminal terminal = terminal();
    terminal.checker.checked = new Checked(List.of("f"), List.of(), "x");
    terminal.environment.put("PANDO_SOCKET", "\0");
    assertEquals(1, terminal.run("status"));
    assertEquals(1, terminal.err.lines().count(), terminal.err);
    assertTrue(terminal.err.endsWith("; this is a bug; -v shows details\n"), terminal.err);
    assertEquals(1, terminal.run("status", "-v"));
    assertTrue(terminal.err.contains("\tat "), terminal.err);
  }
}
