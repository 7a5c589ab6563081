package org.pando.resolver.cli;

import org.jspecify.annotations.Nullable;
import org.pando.resolver.control.ControlClient;
import org.pando.resolver.control.ControlException;
import org.pando.resolver.control.NetworkService.Foundation;
import org.pando.resolver.control.NetworkService.NetworkInfo;
import org.pando.resolver.control.Reply;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Owned by the thread that runs it: {@code pando network create}. */
@Command(
    name = "create",
    description = "Found a network: names under a suffix of its own, shared with whom you invite.",
    footer = {
      "",
      "This node decides who gets which name in it, for all members. Invite others with:",
      "  pando network invite SUFFIX"
    })
final class NetworkCreateCommand extends NodeCommand {
  @Parameters(
      index = "0",
      paramLabel = "NAME",
      description = "What to call it; its names end in NAME.alt.")
  private String name = "";

  @Option(
      names = "--suffix",
      paramLabel = "SUFFIX",
      description = "What its names end in instead: below .alt or .internal, or home.arpa.")
  private @Nullable String suffix;

  @Option(
      names = "--closed",
      description = "Let only nodes connect that have an invite; by a key that is part of it.")
  private boolean closed;

  @Option(names = "--dry-run", description = "Check everything, change nothing.")
  private boolean dryRun;

  NetworkCreateCommand(CliContext context, Output output) {
    super(context, output);
  }

  @Override
  void run(ControlClient client) throws ControlException {
    Reply<NetworkInfo> reply =
        client.found(new Foundation(suffix == null ? name + ".alt" : suffix, closed, dryRun));
    if (printedAsJson(reply)) {
      return;
    }
    String made = reply.value().suffix();
    output().data((dryRun ? "would found " : "founded ") + made + (closed ? " (closed)" : ""));
    if (!dryRun) {
      output().message("claim a name: pando register NAME." + made + " RECORD");
      output().message("invite others: pando network invite " + made);
    }
  }
}
