package org.pando.resolver.cli;

import java.util.ArrayList;
import java.util.List;
import org.pando.resolver.control.ControlClient;
import org.pando.resolver.control.ControlException;
import org.pando.resolver.control.NameDetails;
import org.pando.resolver.control.Reply;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Owned by the thread that runs it: {@code pando show}. */
@Command(name = "show", description = "Everything the registry knows of NAME.")
final class ShowCommand extends NodeCommand {
  @Parameters(index = "0", paramLabel = "NAME", description = "The name.")
  private String name = "";

  ShowCommand(CliContext context, Output output) {
    super(context, output);
  }

  @Override
  void run(ControlClient client) throws ControlException {
    Reply<NameDetails> reply = client.show(name);
    if (printedAsJson(reply)) {
      return;
    }
    NameDetails details = reply.value();
    output().data(headline(details));
    List<List<String>> keys = new ArrayList<>();
    if (details.owner() != null) {
      String here =
          details.ownerLabel() == null ? "" : "  (this node: " + details.ownerLabel() + ")";
      keys.add(List.of("owner", details.owner() + here));
    }
    if (details.recovery() != null) {
      keys.add(List.of("recovery", details.recovery() + (details.locked() ? "  (locked)" : "")));
    }
    output().table("", keys);
    if (!details.records().isEmpty()) {
      output().data("records");
      Text.alignedZone(details.records()).forEach(line -> output().data("  " + line));
    }
  }

  private String headline(NameDetails details) {
    StringBuilder line =
        new StringBuilder(output().strong(Text.name(details.name(), details.unicodeName())));
    line.append("  ").append(Text.state(details.state()));
    line.append(" · seq ").append(details.seq());
    if (details.leaseUntil() != null) {
      line.append(" · lease until ").append(Text.day(details.leaseUntil()));
    }
    if (details.lapsed()) {
      line.append(" · lapsed");
    }
    return line.toString();
  }
}
