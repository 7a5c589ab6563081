package org.pando.resolver.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.pando.resolver.control.FakeNode;
import org.pando.resolver.control.RunningServer;

/** A node in memory behind a real socket, and a terminal to command it from. */
abstract class WithNode {
  @TempDir Path folder;
  final FakeNode node = new FakeNode();
  Terminal terminal = new Terminal(Path.of("/"));
  AutoCloseable server = () -> {};

  @BeforeEach
  void startNode() throws IOException {
    terminal = new Terminal(folder);
    server = new RunningServer(node.routes(), folder.resolve("s"));
  }

  @AfterEach
  void stopNode() throws Exception {
    server.close();
  }

  /** Runs a command that has to succeed. */
  void run(String... arguments) throws IOException {
    assertEquals(0, terminal.run(arguments), terminal.err);
  }
}
