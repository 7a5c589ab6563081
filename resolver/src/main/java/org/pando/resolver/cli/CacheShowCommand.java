package org.pando.resolver.cli;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.pando.resolver.control.CacheService.CacheReport;
import org.pando.resolver.control.CacheService.Held;
import org.pando.resolver.control.ControlClient;
import org.pando.resolver.control.ControlException;
import org.pando.resolver.control.Reply;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Owned by the thread that runs it: {@code pando cache show}. */
@Command(
    name = "show",
    description = "What is remembered of NAME: types, records, for how long, and stale until when.")
final class CacheShowCommand extends NodeCommand {
  @Parameters(index = "0", paramLabel = "NAME", description = "The name, in full.")
  private String name = "";

  CacheShowCommand(CliContext context, Output output) {
    super(context, output);
  }

  @Override
  void run(ControlClient client) throws ControlException {
    Reply<CacheReport> reply = client.cached(name);
    if (printedAsJson(reply)) {
      return;
    }
    CacheReport report = reply.value();
    if (report.held().isEmpty()) {
      output().message("nothing of " + report.name() + " is remembered");
    }
    for (Held held : report.held()) {
      output().data(summary(held));
      held.records().forEach(line -> output().data("  " + line.replaceAll("\t+", " ")));
    }
  }

  private static String summary(Held held) {
    List<String> facts = new ArrayList<>();
    facts.add(held.type() + (held.checkingDisabled() ? " (unchecked)" : ""));
    switch (held.kind()) {
      case ANSWER -> {}
      case NO_RECORDS -> facts.add("no such records");
      case NO_NAME -> facts.add("no such name");
      case FAILURE -> facts.add("failed");
    }
    long left = held.secondsLeft();
    facts.add(left > 0 ? "for " + left + " s" : "over since " + -left + " s");
    Instant until = held.staleUntil();
    if (until != null) {
      facts.add("stale until " + Text.minute(until));
    }
    if (held.reason() != null) {
      facts.add(held.reason());
    }
    return String.join(" · ", facts);
  }
}
