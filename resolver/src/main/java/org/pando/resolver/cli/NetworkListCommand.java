package org.pando.resolver.cli;

import java.util.ArrayList;
import java.util.List;
import org.pando.resolver.control.ControlClient;
import org.pando.resolver.control.ControlException;
import org.pando.resolver.control.NetworkService.NetworkInfo;
import org.pando.resolver.control.NetworkService.NetworkList;
import org.pando.resolver.control.Reply;
import picocli.CommandLine.Command;

/** Owned by the thread that runs it: {@code pando network list}. */
@Command(name = "list", description = "The networks this node is in, the default one first.")
final class NetworkListCommand extends NodeCommand {
  NetworkListCommand(CliContext context, Output output) {
    super(context, output);
  }

  @Override
  void run(ControlClient client) throws ControlException {
    Reply<NetworkList> reply = client.networks();
    if (!printedAsJson(reply)) {
      output().table("", reply.value().networks().stream().map(NetworkListCommand::row).toList());
    }
  }

  private static List<String> row(NetworkInfo network) {
    List<String> row = new ArrayList<>();
    row.add(network.suffix());
    row.add(Text.count(network.names(), "name"));
    row.add(network.witness() ? "witness" : "member");
    row.add(sharing(network));
    return row;
  }

  /** Who else is in it. */
  static String sharing(NetworkInfo network) {
    if (!network.shared()) {
      return "not shared";
    }
    return (network.closed() ? "closed, " : "")
        + Text.count(network.peers(), "peer")
        + " connected";
  }
}
