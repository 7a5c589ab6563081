package org.pando.resolver.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.pando.resolver.control.ControlClient;
import org.pando.resolver.control.ControlException;
import org.pando.resolver.control.NameLife;
import org.pando.resolver.control.Reply;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Owned by the thread that runs it: {@code pando transfer offer}. */
@Command(
    name = "offer",
    description = "Offer NAME to a key; its owner has 7 days to accept.",
    footer = {
      "",
      "NAME stays yours until the offer is accepted. Any operation on it before, such as a"
          + " renewal,",
      "makes the offer void."
    })
final class TransferOfferCommand extends SigningCommand {
  @Parameters(index = "0", paramLabel = "NAME", description = "The name.")
  private String name = "";

  @Option(
      names = "--to",
      required = true,
      paramLabel = "KEY",
      description = "The new owner: a key on the node, or the 52 characters of any key.")
  private String to = "";

  @Option(
      names = "--recovery",
      paramLabel = "KEY2",
      description = "The key that can take NAME back for the new owner: 52 characters.")
  private @Nullable String recovery;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "Write the offer to this new file too, to be given to the new owner.")
  private @Nullable Path out;

  @Option(
      names = "--expect-seq",
      paramLabel = "N",
      description = "Refuse when the zone is not at this sequence number.")
  private @Nullable Long expectSeq;

  @Option(names = "--dry-run", description = "Check everything, change nothing.")
  private boolean dryRun;

  TransferOfferCommand(CliContext context, Output output) {
    super(context, output);
  }

  @Override
  void sign(ControlClient client) throws ControlException, CommandException {
    if (out != null) {
      TextFiles.checkNew(out, "--out");
    }
    NameLife.NewOffer how = new NameLife.NewOffer(to, recovery, expectSeq, dryRun);
    Reply<NameLife.OfferMade> reply = signed(client, node -> node.offer(name, how));
    NameLife.OfferMade offer = reply.value();
    if (out != null && !dryRun) {
      TextFiles.writeNew(out, offer.text());
    }
    if (printedAsJson(reply)) {
      return;
    }
    output()
        .data(
            (dryRun ? "would offer " : "offered ")
                + output().strong(offer.name())
                + " to "
                + offer.to()
                + " until "
                + Text.day(offer.until()));
    if (!dryRun) {
      output()
          .message(
              "the offer: "
                  + (out == null ? offer.file() : out)
                  + "\n  It is accepted where that key is, with: pando transfer accept "
                  + offer.name()
                  + " --offer FILE");
    }
  }
}
