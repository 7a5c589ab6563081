package org.pando.resolver.cli;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.pando.resolver.control.ControlClient;
import org.pando.resolver.control.ControlException;
import org.pando.resolver.control.DrillService.Failure;
import org.pando.resolver.control.DrillService.Outage;
import org.pando.resolver.control.DrillService.Rehearsal;
import org.pando.resolver.control.Reply;
import org.pando.resolver.control.UpstreamsReport.Upstream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Owned by the thread that runs it: {@code pando drill}. */
@Command(
    name = "drill",
    description = "Rehearse an outage: what would fail, and what would save the answers.",
    footer = {
      "%nThe running node asks real questions beside those of its clients, with one operator after",
      "the other broken. Neither clients nor the cache notice. Exit status 1: questions would"
          + " fail.",
      "Modes: blackhole (silent), servfail (answers SERVFAIL), slow (1.5 s longer), loss (half of",
      "the questions get lost), clock (this computer's is wrong: no certificate is valid). With",
      "--json, an object a line."
    })
final class DrillCommand extends NodeCommand {
  /** The longest rehearsal that a node agrees to, and then some. */
  private static final Duration PATIENCE = Duration.ofMinutes(12);

  private static final String SYSTEM = "system";

  @Parameters(
      paramLabel = "NAME",
      description = "What to ask for (default: what clients ask for most).")
  private List<String> names = new ArrayList<>();

  @Option(
      names = "--operator",
      paramLabel = "NAME",
      description = "Whose upstreams break; may be given again (default: each in turn).")
  private List<String> operators = new ArrayList<>();

  @Option(
      names = "--mode",
      paramLabel = "MODE",
      description = "How they break; may be given again (default: blackhole).")
  private List<String> modes = new ArrayList<>();

  @Option(
      names = "--for",
      paramLabel = "DURATION",
      description = "How long each rehearsal lasts (default: 5s).")
  private String length = "5s";

  DrillCommand(CliContext context, Output output) {
    super(context, output);
  }

  @Override
  Duration patience() {
    return PATIENCE;
  }

  @Override
  void run(ControlClient client) throws ControlException, CommandException {
    int failed = 0;
    for (String operator : operators.isEmpty() ? all(client) : operators) {
      for (String mode : modes.isEmpty() ? List.of("blackhole") : modes) {
        Reply<Rehearsal> reply = client.drill(new Outage(operator, mode, length, names));
        if (!printedAsJson(reply)) {
          print(reply.value());
        }
        failed += reply.value().failed();
      }
    }
    if (failed > 0) {
      throw new CommandException(
          ExitCode.FAILED,
          Text.count(failed, "question")
              + " would have failed; add upstreams of other operators, see pando upstreams");
    }
  }

  private static List<String> all(ControlClient client) throws ControlException {
    return client.upstreams().value().upstreams().stream()
        .filter(upstream -> upstream.domain() == null && !upstream.operator().equals(SYSTEM))
        .map(Upstream::operator)
        .distinct()
        .toList();
  }

  private void print(Rehearsal rehearsal) {
    String operator = rehearsal.operator();
    output()
        .data(
            output().strong(broken(rehearsal)) + ", " + Text.count(rehearsal.asked(), "question"));
    List<List<String>> facts = new ArrayList<>();
    facts.add(List.of("only " + operator, rehearsal.failedAlone() + " would have failed"));
    facts.add(List.of("this node", thisNode(rehearsal)));
    if (!rehearsal.answeredBy().isEmpty()) {
      facts.add(
          List.of(
              "answered by",
              rehearsal.answeredBy().stream()
                  .map(saviour -> saviour.by() + " " + saviour.answers())
                  .collect(Collectors.joining(" · "))));
    }
    for (Failure failure : rehearsal.failures()) {
      facts.add(List.of("failed", failure.name() + " " + failure.type() + ": " + failure.why()));
    }
    output().table("  ", facts);
  }

  private static String broken(Rehearsal rehearsal) {
    String operator = rehearsal.operator();
    return switch (rehearsal.mode()) {
      case "blackhole" -> operator + " silent";
      case "servfail" -> operator + " answers SERVFAIL";
      case "slow" -> operator + " 1.5 s slower";
      case "loss" -> operator + " loses half of the questions";
      case "clock" -> "the clock wrong";
      default -> operator + " " + rehearsal.mode();
    };
  }

  private static String thisNode(Rehearsal rehearsal) {
    String failed = rehearsal.failed() + " would have failed";
    return rehearsal.failed() == rehearsal.asked()
        ? failed
        : failed
            + " · half of the answers within "
            + Text.millis(rehearsal.median())
            + ", the slowest after "
            + Text.millis(rehearsal.slowest());
  }
}
