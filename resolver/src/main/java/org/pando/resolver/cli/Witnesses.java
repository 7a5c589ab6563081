package org.pando.resolver.cli;

import java.util.List;
import java.util.Locale;
import org.pando.resolver.control.ControlClient;
import org.pando.resolver.control.ControlException;
import org.pando.resolver.control.NetworkService.Decider;
import org.pando.resolver.control.NetworkService.NetworkInfo;

/** Who is waited for when another node decides. */
final class Witnesses {
  private Witnesses() {}

  /** How people call a witness. */
  static String name(Decider witness) {
    return witness.label() + " (" + witness.id() + ")";
  }

  /** Says which node is about to be asked about a name, unless the own one decides. */
  static void announce(ControlClient client, Output output, String name) throws ControlException {
    List<NetworkInfo> networks = client.networks().value().networks();
    for (NetworkInfo network : name.indexOf('.') < 0 ? networks.subList(0, 1) : networks) {
      Decider witness = network.decider();
      boolean meant = name.indexOf('.') < 0 || isIn(name, network);
      if (meant && !network.witness() && witness != null) {
        output.message(
            "waiting for "
                + name(witness)
                + ", which decides names of "
                + network.suffix()
                + (witness.connected() ? "" : " and is not connected"));
        return;
      }
    }
  }

  private static boolean isIn(String name, NetworkInfo network) {
    String lower = name.toLowerCase(Locale.ROOT);
    String bare = lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
    return bare.endsWith("." + network.suffix());
  }
}
