package org.pando.resolver.cli;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pando.registry.NameState;
import org.pando.resolver.control.ControlClient;
import org.pando.resolver.control.ControlException;
import org.pando.resolver.control.NameService.NameList;
import org.pando.resolver.control.NameService.NameSummary;
import org.pando.resolver.control.Reply;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Owned by the thread that runs it: {@code pando list}. */
@Command(name = "list", description = "The names in the registry.")
final class ListCommand extends NodeCommand {
  /** Days before the end of a lease at which it is worth a remark: a quarter of the usual one. */
  private static final int SOON = 100;

  @Option(names = "--mine", description = "Only names whose owner key is on this node.")
  private boolean mine;

  ListCommand(CliContext context, Output output) {
    super(context, output);
  }

  /** Prints page by page: a list may be long. */
  @Override
  void run(ControlClient client) throws ControlException {
    Table table = output().table("");
    Reply<NameList> page = client.list(mine, null);
    print(page, table, true);
    while (page.value().next() != null) {
      page = client.list(mine, page.value().next());
      print(page, table, false);
    }
    if (json()) {
      output().data("]}");
    }
  }

  private void print(Reply<NameList> page, Table table, boolean first) throws ControlException {
    if (json()) {
      output().dataPart(first ? "{\"version\":1,\"names\":[" : ",");
      output().dataPart(String.join(",", page.objects("names")));
      return;
    }
    List<List<String>> rows = page.value().names().stream().map(ListCommand::row).toList();
    table.print(rows);
    if (first && rows.isEmpty()) {
      output().message("no names yet; make one with: pando register blog A 192.0.2.10");
    }
  }

  private static List<String> row(NameSummary name) {
    NameState state = name.state();
    return List.of(
        Text.name(name.name(), name.unicodeName()),
        state == null ? "damaged" : Text.state(state),
        "seq " + name.seq(),
        leaseUntil(name.leaseUntil()),
        remark(name));
  }

  private static String remark(NameSummary name) {
    List<String> remarks = new ArrayList<>();
    if (name.mine()) {
      remarks.add("mine");
    }
    Long days = name.daysLeft();
    if (days != null && (days < 0 || (name.mine() && days < SOON))) {
      remarks.add(Text.daysLeft(days));
    }
    return String.join(" · ", remarks);
  }

  private static String leaseUntil(@Nullable Instant time) {
    return time == null ? "no lease" : "until " + Text.day(time);
  }
}
