package org.pando.resolver.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.pando.resolver.control.ControlClient;
import org.pando.resolver.control.ControlException;
import org.pando.resolver.control.Reply;
import org.pando.resolver.control.StatusReport;
import picocli.CommandLine.Command;

/** Owned by the thread that runs it: {@code pando status}. */
@Command(name = "status", description = "What the node is doing.")
final class StatusCommand extends NodeCommand {
  StatusCommand(CliContext context, Output output) {
    super(context, output);
  }

  @Override
  void run(ControlClient client) throws ControlException {
    Reply<StatusReport> reply = client.status();
    if (printedAsJson(reply)) {
      return;
    }
    StatusReport report = reply.value();
    output()
        .data(
            output().strong("pando " + report.program())
                + " · pid "
                + report.pid()
                + " · up "
                + Text.age(report.uptime()));
    List<List<String>> facts = new ArrayList<>();
    facts.add(List.of("data", report.dataDirectory()));
    for (StatusReport.Listener listener : report.listeners()) {
      facts.add(
          List.of(
              "dns", listener.address() + " (" + String.join(", ", listener.transports()) + ")"));
    }
    for (StatusReport.JoinedNetwork network : report.networks()) {
      facts.add(List.of("network", network(network)));
      StatusReport.SyncState sync = network.sync();
      if (sync != null && !sync.problem().isEmpty()) {
        facts.add(List.of("problem", network.suffix() + ": " + sync.problem()));
      }
      if (network.damaged() > 0) {
        facts.add(List.of("damaged", damaged(network)));
      }
    }
    String store = store(report);
    if (!store.isEmpty()) {
      facts.add(List.of("store", store));
    }
    if (report.notSigning() != null) {
      facts.add(List.of("witness", "not signing: " + report.notSigning()));
    }
    facts.add(
        List.of(
            "local",
            Text.count(report.local().records(), "record")
                + ", "
                + Text.count(report.local().hosts(), "name")
                + " from hosts files"));
    facts.add(
        List.of(
            "cache",
            Text.count(report.cache().entries(), "answer")
                + ", "
                + Text.size(report.cache().bytes())));
    facts.addAll(QueryLines.of(report.queries()));
    output().table("", facts);
    printNames(report);
    if (!report.upstreams().isEmpty()) {
      output().data("upstreams");
      output()
          .table(
              "  ",
              report.upstreams().stream()
                  .collect(
                      Collectors.groupingBy(
                          u -> u.operator() + " " + u.transport(),
                          LinkedHashMap::new,
                          Collectors.toList()))
                  .values()
                  .stream()
                  .map(StatusCommand::upstream)
                  .toList());
    }
  }

  /** The addresses of one transport to an operator; {@code pando upstreams} has each. */
  private static List<String> upstream(List<StatusReport.UpstreamState> addresses) {
    StatusReport.UpstreamState first = addresses.getFirst();
    Map<String, Long> states =
        addresses.stream()
            .collect(
                Collectors.groupingBy(
                    StatusReport.UpstreamState::state, TreeMap::new, Collectors.counting()));
    return List.of(
        first.operator(),
        first.transport(),
        addresses.size() == 1 ? first.address() : addresses.size() + " addresses",
        states.size() == 1
            ? first.state()
            : states.entrySet().stream()
                .map(e -> e.getValue() + " " + e.getKey())
                .collect(Collectors.joining(", ")));
  }

  private void printNames(StatusReport report) {
    if (!report.unrenewed().isEmpty()) {
      output().data("cannot be renewed");
      output()
          .table(
              "  ",
              report.unrenewed().stream()
                  .map(
                      name ->
                          List.of(
                              name.name(),
                              "until " + Text.day(name.leaseUntil()),
                              Text.daysLeft(name.daysLeft()),
                              name.reason()))
                  .toList());
    }
    if (!report.offers().isEmpty()) {
      output().data("offered");
      output()
          .table(
              "  ",
              report.offers().stream()
                  .map(
                      offer ->
                          List.of(
                              offer.name(), "until " + Text.day(offer.until()), "to " + offer.to()))
                  .toList());
    }
  }

  private static String network(StatusReport.JoinedNetwork network) {
    return network.suffix()
        + " · "
        + Text.count(network.names(), "name")
        + (network.loading() ? " and more being loaded" : "")
        + " · "
        + (network.sync() == null ? "" : SyncText.of(network.sync()) + " · ")
        + (network.witnesses() == 1 ? "1 witness" : network.witnesses() + " witnesses")
        + " · id "
        + network.id().substring(0, Math.min(16, network.id().length()));
  }

  /** What there is to say of it: nothing when every name was verified and changes are taken. */
  private static String store(StatusReport report) {
    StatusReport.StoreState store = report.store();
    if (store.problem() != null) {
      return "takes no changes: " + store.problem();
    }
    long names = report.networks().stream().mapToLong(StatusReport.JoinedNetwork::names).sum();
    return store.allVerified() == null && names > 0
        ? store.verified() + " of " + Text.count(names, "name") + " verified"
        : "";
  }

  private static String damaged(StatusReport.JoinedNetwork network) {
    return Text.count(network.damaged(), "name")
        + " of "
        + network.suffix()
        + " not served: "
        + String.join(", ", network.damagedNames())
        + (network.damaged() > network.damagedNames().size() ? ", …" : "")
        + "; stop the node and restore a backup";
  }
}
