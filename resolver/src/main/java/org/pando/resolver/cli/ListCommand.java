package org.pando.resolver.cli;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pando.resolver.control.ControlClient;
import org.pando.resolver.control.ControlException;
import org.pando.resolver.control.ControlRoutes;
import org.pando.resolver.control.NameService.NameSummary;
import org.pando.resolver.control.Reply;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Owned by the thread that runs it: {@code pando list}. */
@Command(name = "list", description = "The names in the registry.")
final class ListCommand extends NodeCommand {
  @Option(names = "--mine", description = "Only names whose owner key is on this node.")
  private boolean mine;

  ListCommand(CliContext context, Output output) {
    super(context, output);
  }

  @Override
  void run(ControlClient client) throws ControlException {
    Reply<ControlRoutes.NameList> reply = client.list(mine);
    if (printedAsJson(reply)) {
      return;
    }
    List<List<String>> rows = new ArrayList<>();
    for (NameSummary name : reply.value().names()) {
      rows.add(
          List.of(
              name.name(),
              Text.state(name.state()),
              "seq " + name.seq(),
              leaseUntil(name.leaseUntil()),
              name.mine() ? "mine" : ""));
    }
    output().table("", rows);
    if (rows.isEmpty()) {
      output().message("no names yet; make one with: pando register blog A 192.0.2.10");
    }
  }

  private static String leaseUntil(@Nullable Instant time) {
    return time == null ? "no lease" : "until " + Text.day(time);
  }
}
