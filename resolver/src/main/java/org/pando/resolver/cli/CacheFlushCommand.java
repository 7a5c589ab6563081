package org.pando.resolver.cli;

import org.jspecify.annotations.Nullable;
import org.pando.resolver.control.CacheService.Flush;
import org.pando.resolver.control.CacheService.Flushed;
import org.pando.resolver.control.ControlClient;
import org.pando.resolver.control.ControlException;
import org.pando.resolver.control.Reply;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Owned by the thread that runs it: {@code pando cache flush}. */
@Command(
    name = "flush",
    description = "Forget NAME, or everything: it is looked up anew. Stale answers go too.")
final class CacheFlushCommand extends NodeCommand {
  /** One of them, or nothing. */
  private static final class What {
    @Parameters(
        index = "0",
        arity = "0..1",
        paramLabel = "NAME",
        description = "The name, in full.")
    private @Nullable String name;

    @Option(
        names = "--below",
        paramLabel = "NAME",
        description = "This name and every name below it.")
    private @Nullable String below;
  }

  @ArgGroup private What what = new What();

  @Option(names = "--yes", description = "Do not ask.")
  private boolean yes;

  @Option(names = "--dry-run", description = "Count, forget nothing.")
  private boolean dryRun;

  CacheFlushCommand(CliContext context, Output output) {
    super(context, output);
  }

  @Override
  void run(ControlClient client) throws ControlException, CommandException {
    boolean below = what.below != null;
    String name = below ? what.below : what.name;
    String all = name == null ? "everything" : name + (below ? " and all below it" : "");
    Confirmation.ask(
        context(),
        output(),
        yes || dryRun,
        "forget " + all + "? If servers cannot be reached, there is nothing to answer from then.");
    Reply<Flushed> reply = client.flush(new Flush(name, below, dryRun));
    if (!printedAsJson(reply)) {
      output()
          .data(
              (dryRun ? "would forget " : "forgot ")
                  + Text.count(reply.value().answers(), "answer"));
    }
  }
}
