package org.pando.resolver.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.pando.registry.RegistryException;
import org.pando.resolver.control.ZoneChange;

/** {@code pando update --edit}. */
class ZoneEditingTest extends WithNode {
  @BeforeEach
  void registerBlog() throws IOException {
    run("register", "blog", "A", "192.0.2.10");
  }

  @Test
  void editSendsTheZoneOnTopOfWhatWasSeen() throws Exception {
    terminal.isTerminal = true;
    terminal.environment.put("NO_COLOR", "1");
    terminal.environment.put("EDITOR", "ed -s");
    terminal.editor =
        (command, file) -> {
          assertEquals("ed -s", command);
          assertTrue(Files.readString(file).endsWith("seq 1\n@  3600 A 192.0.2.10\n"));
          Files.writeString(file, "www 60 A 192.0.2.1\n", StandardOpenOption.APPEND);
          return 0;
        };
    run("update", "blog", "--edit");
    assertEquals("updated blog.home.alt (seq 2) until 2027-12-29\n", terminal.out);
    assertEquals(1L, ((ZoneChange) node.seen.getLast()).expectSeq());
    assertEquals(0, filesLeft());
  }

  @Test
  void anEditThatChangesNothingSendsNothing() throws Exception {
    int calls = node.seen.size();
    terminal.isTerminal = true;
    run("update", "blog", "--edit");
    assertEquals(calls, node.seen.size());
    assertEquals(0, filesLeft());
  }

  @Test
  void aRefusedEditKeepsTheText() throws Exception {
    terminal.isTerminal = true;
    terminal.editor =
        (command, file) -> {
          Files.writeString(file, "bad");
          node.failure = new RegistryException(RegistryException.Kind.CONFLICT, "blog: seq is 2");
          return 0;
        };
    assertEquals(4, terminal.run("update", "blog", "--edit", "--no-color"));
    assertTrue(terminal.err.contains("your text is kept: pando update blog --file "), terminal.err);
    assertEquals(1, filesLeft());
  }

  @Test
  void editNeedsAPersonAndAnEditor() throws Exception {
    assertEquals(2, terminal.run("update", "blog", "--edit"));
    assertTrue(terminal.err.contains("needs a terminal"), terminal.err);
    terminal.isTerminal = true;
    terminal.editor = (command, file) -> 7;
    assertEquals(1, terminal.run("update", "blog", "--edit"));
    assertTrue(terminal.err.contains("status 7"), terminal.err);
    terminal.editor =
        (command, file) -> {
          throw new IOException("not found");
        };
    assertEquals(1, terminal.run("update", "blog", "--edit"));
    assertTrue(terminal.err.contains("set EDITOR"), terminal.err);
  }

  private long filesLeft() throws IOException {
    try (var files = Files.list(folder.resolve("tmp"))) {
      return files.count();
    }
  }
}
