package org.pando.resolver.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pando.resolver.control.ControlClient;
import org.pando.resolver.control.ControlException;
import org.pando.resolver.control.NameDetails;
import org.pando.resolver.control.NameProof;
import org.pando.resolver.control.OpenOffer;
import org.pando.resolver.control.Reply;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Owned by the thread that runs it: {@code pando show}. */
@Command(name = "show", description = "Everything the registry knows of NAME.")
final class ShowCommand extends NodeCommand {
  @Parameters(index = "0", paramLabel = "NAME", description = "The name.")
  private String name = "";

  @Option(
      names = "--proof",
      description = "Print it as a proof, which 'pando verify' checks without any node.")
  private boolean proof;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "Write the proof to this file; one that is there is replaced.")
  private @Nullable Path out;

  ShowCommand(CliContext context, Output output) {
    super(context, output);
  }

  @Override
  void run(ControlClient client) throws ControlException, CommandException {
    if (out != null && (!proof || json())) {
      throw new CommandException(
          ExitCode.USAGE, "--out writes the text of a proof: give --proof with it, and no --json");
    }
    if (proof) {
      prove(client);
      return;
    }
    Reply<NameDetails> reply = client.show(name);
    if (printedAsJson(reply)) {
      return;
    }
    NameDetails details = reply.value();
    output().data(headline(details));
    List<List<String>> keys = new ArrayList<>();
    if (details.owner() != null) {
      String here =
          details.ownerLabel() == null ? "" : "  (this node: " + details.ownerLabel() + ")";
      keys.add(List.of("owner", details.owner() + here));
    }
    if (details.recovery() != null) {
      keys.add(List.of("recovery", details.recovery() + (details.locked() ? "  (locked)" : "")));
    }
    Long operation = details.g();
    if (details.updatedAt() != null) {
      String number =
          operation == null
              ? ""
              : "  (operation " + operation + ", tenure " + details.tenure() + ")";
      keys.add(List.of("signed", details.updatedAt() + number));
    }
    if (details.offer() != null) {
      OpenOffer offer = details.offer();
      keys.add(List.of("offered", "to " + offer.to() + " until " + Text.day(offer.until())));
    }
    if (details.revocationFile() != null) {
      keys.add(List.of("revocation", details.revocationFile()));
    }
    output().table("", keys);
    if (!details.records().isEmpty()) {
      output().data("records");
      Text.alignedZone(details.records()).forEach(line -> output().data("  " + line));
    }
  }

  private void prove(ControlClient client) throws ControlException, CommandException {
    Reply<NameProof> reply = client.prove(name);
    if (printedAsJson(reply)) {
      return;
    }
    if (out == null) {
      reply.value().proof().lines().forEach(output()::data);
      return;
    }
    try {
      Files.writeString(out, reply.value().proof());
    } catch (IOException e) {
      throw new CommandException(
          ExitCode.FAILED,
          out + ": cannot be written (" + e.getMessage() + "); give another file with --out",
          e);
    }
    output().message("wrote " + out + "; check it with: pando verify " + out);
  }

  private String headline(NameDetails details) {
    StringBuilder line =
        new StringBuilder(output().strong(Text.name(details.name(), details.unicodeName())));
    line.append("  ").append(Text.state(details.state()));
    line.append(" · seq ").append(details.seq());
    if (details.leaseUntil() != null) {
      line.append(" · lease until ").append(Text.day(details.leaseUntil()));
    }
    if (details.daysLeft() != null) {
      line.append(" · ").append(Text.daysLeft(details.daysLeft()));
    }
    return line.toString();
  }
}
