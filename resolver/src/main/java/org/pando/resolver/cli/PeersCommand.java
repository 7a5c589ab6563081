package org.pando.resolver.cli;

import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.pando.resolver.control.ControlClient;
import org.pando.resolver.control.ControlException;
import org.pando.resolver.control.NetworkService.Peer;
import org.pando.resolver.control.NetworkService.PeerList;
import org.pando.resolver.control.Reply;
import picocli.CommandLine.Command;

/** Owned by the thread that runs it: {@code pando peers}. */
@Command(
    name = "peers",
    description =
        "The nodes that this one shares networks with, and whether it is in sync with them.")
final class PeersCommand extends NodeCommand {
  PeersCommand(CliContext context, Output output) {
    super(context, output);
  }

  @Override
  void run(ControlClient client) throws ControlException {
    Reply<PeerList> reply = client.peers();
    if (printedAsJson(reply)) {
      return;
    }
    List<Peer> peers = reply.value().peers();
    output().table("", peers.stream().map(PeersCommand::row).toList());
    if (peers.isEmpty()) {
      output().message("no peers; invite somebody with: pando network invite");
    }
  }

  private static List<String> row(Peer peer) {
    Duration roundTrip = peer.roundTrip();
    return List.of(
        peer.id(),
        peer.connected() ? (peer.outbound() ? "connected" : "connected to us") : "away",
        roundTrip == null ? "-" : Text.millis(roundTrip),
        peer.sync().isEmpty()
            ? "-"
            : peer.sync().stream().map(SyncText::of).collect(Collectors.joining("; ")),
        peer.addresses().isEmpty() ? "-" : String.join(", ", peer.addresses()),
        peer.problem());
  }
}
