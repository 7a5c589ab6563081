package org.pando.resolver.cli;

import org.jspecify.annotations.Nullable;
import org.pando.resolver.control.ControlClient;
import org.pando.resolver.control.ControlException;
import org.pando.resolver.control.NetworkService.Invitation;
import org.pando.resolver.control.NetworkService.InviteMade;
import org.pando.resolver.control.Reply;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Owned by the thread that runs it: {@code pando network invite}. */
@Command(
    name = "invite",
    description = "Print what somebody needs to join a network; it is shared from then on.",
    footer = {
      "",
      "One line, and on a terminal a QR code of it. The other node joins with:",
      "  pando network join INVITE"
    })
final class NetworkInviteCommand extends NodeCommand {
  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "SUFFIX",
      description = "Which network (default: the first one).")
  private @Nullable String suffix;

  NetworkInviteCommand(CliContext context, Output output) {
    super(context, output);
  }

  @Override
  void run(ControlClient client) throws ControlException {
    Reply<InviteMade> reply = client.invite(new Invitation(suffix));
    if (printedAsJson(reply)) {
      return;
    }
    InviteMade made = reply.value();
    output().data(made.invite());
    if (context().console().terminal()) {
      QrCodes.lines(made.invite()).forEach(output()::message);
    }
    output().message("to join " + made.suffix() + ": pando network join INVITE");
    output().message("this node is found at " + String.join(" and ", made.addresses()));
    if (made.closed()) {
      output().message("the invite is a secret: whoever has it can read the whole network");
    }
  }
}
