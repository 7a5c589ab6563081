package org.pando.resolver.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/**
 * The help of every command, word for word. After a change: run this test with {@code
 * -Dpando.golden=write}, read the difference, commit it.
 */
class HelpTest {
  private static final Path GOLDEN = Path.of("src/test/resources/help");

  @TempDir private Path folder;

  @Test
  void helpIsAsWritten() throws Exception {
    Map<String, String> texts = new TreeMap<>();
    collect(texts, "", new Cli(new Terminal(folder).context(Terminal.silent())).commandLine());
    if ("write".equals(System.getProperty("pando.golden"))) {
      write(texts);
    }
    assertEquals(texts.keySet(), goldenFiles(), "one file in " + GOLDEN + " per command");
    for (var text : texts.entrySet()) {
      assertEquals(Files.readString(GOLDEN.resolve(text.getKey())), text.getValue());
    }
  }

  @Test
  void everyCommandIsInAGroup() throws Exception {
    CommandLine pando = new Cli(new Terminal(folder).context(Terminal.silent())).commandLine();
    for (String command : pando.getSubcommands().keySet()) {
      assertTrue(CommandGroups.lists(command), command + " is missing in CommandGroups");
    }
  }

  private void collect(Map<String, String> texts, String arguments, CommandLine command)
      throws IOException {
    Terminal terminal = new Terminal(folder);
    assertEquals(0, terminal.run((arguments + " --help").trim().split(" ")));
    assertEquals("", terminal.err);
    texts.put(("pando " + arguments).trim().replace(' ', '-') + ".txt", terminal.out);
    for (var sub : command.getSubcommands().entrySet()) {
      collect(texts, (arguments + " " + sub.getKey()).trim(), sub.getValue());
    }
  }

  private static Set<String> goldenFiles() throws IOException {
    try (Stream<Path> files = Files.list(GOLDEN)) {
      return files
          .map(file -> file.getFileName().toString())
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }

  private static void write(Map<String, String> texts) throws IOException {
    for (var text : texts.entrySet()) {
      Files.writeString(GOLDEN.resolve(text.getKey()), text.getValue());
    }
  }
}
