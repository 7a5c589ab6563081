package org.pando.resolver.cli;

import java.time.Duration;
import java.util.concurrent.Callable;
import org.pando.resolver.control.ControlClient;
import org.pando.resolver.control.ControlException;
import org.pando.resolver.control.Reply;
import picocli.CommandLine.Mixin;

/** Owned by the thread that runs it: a command that asks a running node. */
abstract class NodeCommand implements Callable<Integer> {
  private static final Duration CONNECT = Duration.ofSeconds(2);
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @Mixin private NodeOptions node = new NodeOptions();

  private final CliContext context;
  private final Output output;

  NodeCommand(CliContext context, Output output) {
    this.context = context;
    this.output = output;
  }

  @Override
  public final Integer call() throws ControlException, CommandException {
    run(
        new ControlClient(
            context.socketPaths().candidates(node.choice()),
            context.shortPaths(),
            new ControlClient.Timeouts(CONNECT, patience()),
            context.nanoTime()));
    return ExitCode.DONE.number();
  }

  abstract void run(ControlClient client) throws ControlException, CommandException;

  /** How long the node may take to reply. */
  Duration patience() {
    return PATIENCE;
  }

  CliContext context() {
    return context;
  }

  Output output() {
    return output;
  }

  /** Prints the object itself if the user wants JSON; else the command prints its own form. */
  boolean printedAsJson(Reply<?> reply) {
    if (json()) {
      output.data(reply.json());
    }
    return json();
  }

  /** Whether the user wants JSON; for commands whose object is too long for one reply. */
  boolean json() {
    return node.json();
  }
}
