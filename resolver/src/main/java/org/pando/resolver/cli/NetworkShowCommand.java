package org.pando.resolver.cli;

import java.util.ArrayList;
import java.util.List;
import org.pando.resolver.control.ControlClient;
import org.pando.resolver.control.ControlException;
import org.pando.resolver.control.NetworkService.Decider;
import org.pando.resolver.control.NetworkService.NetworkInfo;
import org.pando.resolver.control.Reply;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Owned by the thread that runs it: {@code pando network show}. */
@Command(name = "show", description = "What this node knows of a network.")
final class NetworkShowCommand extends NodeCommand {
  @Parameters(index = "0", paramLabel = "SUFFIX", description = "Which network.")
  private String suffix = "";

  NetworkShowCommand(CliContext context, Output output) {
    super(context, output);
  }

  @Override
  void run(ControlClient client) throws ControlException {
    Reply<NetworkInfo> reply = client.network(suffix);
    if (printedAsJson(reply)) {
      return;
    }
    NetworkInfo network = reply.value();
    List<List<String>> facts = new ArrayList<>();
    facts.add(List.of("suffix", network.suffix()));
    facts.add(List.of("id", network.id()));
    facts.add(List.of("names", Long.toString(network.names())));
    facts.add(List.of("witness", witness(network)));
    facts.add(List.of("members", NetworkListCommand.sharing(network)));
    if (network.fingerprint() != null) {
      facts.add(List.of("fingerprint", network.fingerprint()));
    }
    network.addresses().forEach(address -> facts.add(List.of("listens", address)));
    output().table("", facts);
  }

  private static String witness(NetworkInfo network) {
    Decider decider = network.decider();
    if (network.witness()) {
      return "this node decides who gets which name";
    }
    return decider == null
        ? "other nodes decide who gets which name"
        : Witnesses.name(decider)
            + " decides who gets which name, "
            + (decider.connected() ? "connected" : "not connected");
  }
}
