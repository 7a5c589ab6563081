package org.pando.resolver.cli;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.pando.resolver.control.ControlClient;
import org.pando.resolver.control.ControlException;
import org.pando.resolver.control.Reply;
import org.pando.resolver.control.UpstreamsReport;
import org.pando.resolver.control.UpstreamsReport.Upstream;
import picocli.CommandLine.Command;

/** Owned by the thread that runs it: {@code pando upstreams}. */
@Command(
    name = "upstreams",
    description = "Who is asked for other people's names, and how they are.",
    footer = {
      "%nWell: answers. Suspect: silent or broken, being probed, asked last. Down: does not answer",
      "the node's own questions. Unusable: answers, but nothing of use. Looping: asks this node."
    })
final class UpstreamsCommand extends NodeCommand {
  private static final String WELL = "well";

  UpstreamsCommand(CliContext context, Output output) {
    super(context, output);
  }

  @Override
  void run(ControlClient client) throws ControlException {
    Reply<UpstreamsReport> reply = client.upstreams();
    if (printedAsJson(reply)) {
      return;
    }
    Map<String, List<Upstream>> byDomain = new LinkedHashMap<>();
    for (Upstream upstream : reply.value().upstreams()) {
      String domain = upstream.domain() == null ? "" : upstream.domain();
      byDomain.computeIfAbsent(domain, d -> new ArrayList<>()).add(upstream);
    }
    byDomain.forEach(this::print);
    List<Upstream> general = byDomain.getOrDefault("", List.of());
    if (general.isEmpty()) {
      output().message("no upstream for names in general; see [[upstream]] in the configuration");
    } else if (general.stream().noneMatch(u -> u.state().equals(WELL))) {
      output().message("none of them is well: names are answered from the cache only");
    }
  }

  private void print(String domain, List<Upstream> upstreams) {
    if (!domain.isEmpty()) {
      output().data("for names below " + domain);
    }
    long answered = upstreams.stream().mapToLong(Upstream::answered).sum();
    output()
        .table(
            domain.isEmpty() ? "" : "  ",
            upstreams.stream().map(upstream -> row(upstream, answered)).toList());
  }

  private static List<String> row(Upstream upstream, long answeredByAll) {
    Duration roundTrip = upstream.roundTrip();
    return List.of(
        upstream.operator(),
        upstream.transport(),
        upstream.address(),
        upstream.state(),
        roundTrip == null ? "-" : roundTrip.toMillis() + " ms",
        Text.percent(upstream.answered(), answeredByAll) + " of answers",
        remark(upstream));
  }

  private static String remark(Upstream upstream) {
    List<String> remarks = new ArrayList<>();
    if (!upstream.state().equals(WELL)) {
      remarks.add("for " + Text.age(upstream.since()));
    }
    if (!upstream.why().isEmpty()) {
      remarks.add(upstream.why());
    }
    if (upstream.loss() >= 0.05) {
      remarks.add(Math.round(100 * upstream.loss()) + " % sent again");
    }
    return String.join(" · ", remarks);
  }
}
