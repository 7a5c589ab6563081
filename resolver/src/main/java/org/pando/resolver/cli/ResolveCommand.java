package org.pando.resolver.cli;

import java.util.List;
import org.pando.resolver.control.ControlClient;
import org.pando.resolver.control.ControlException;
import org.pando.resolver.control.LookupReport;
import org.pando.resolver.control.Reply;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Owned by the thread that runs it: {@code pando resolve}. */
@Command(
    name = "resolve",
    description = "Ask the running node. Any DNS answer is a success, NXDOMAIN included.")
final class ResolveCommand extends NodeCommand {
  @Parameters(
      index = "0",
      paramLabel = "NAME",
      description = "The name; without a dot it is in the default network.")
  private String name = "";

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "TYPE",
      defaultValue = "A",
      description = "The record type (default: A).")
  private String type = "A";

  @Option(names = "--trace", description = "Print each step of the ladder with its time.")
  private boolean trace;

  ResolveCommand(CliContext context, Output output) {
    super(context, output);
  }

  @Override
  void run(ControlClient client) throws ControlException {
    Reply<LookupReport> reply = client.resolve(name, type, trace);
    if (printedAsJson(reply)) {
      return;
    }
    LookupReport report = reply.value();
    output()
        .table(
            "; ",
            report.steps().stream()
                .map(step -> List.of(step.name(), Text.millis(step.elapsed()), step.detail()))
                .toList());
    report.answer().forEach(output()::data);
    output().data(summary(report));
    if (report.extendedError() != null) {
      output()
          .data(
              "; extended error "
                  + report.extendedError().code()
                  + " "
                  + report.extendedError().text());
    }
  }

  private static String summary(LookupReport report) {
    return String.join(
        " · ",
        "; " + report.name() + " " + report.type() + ": " + report.rcode(),
        String.join(" ", report.flags()),
        "from " + report.answeredBy(),
        Text.millis(report.elapsed()));
  }
}
