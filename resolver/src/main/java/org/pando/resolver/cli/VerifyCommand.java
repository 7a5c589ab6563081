package org.pando.resolver.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.pando.resolver.cli.ProofChecker.Proved;
import org.pando.resolver.cli.ProofChecker.ProvedNetwork;
import org.pando.resolver.control.Reply;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Owned by the thread that runs it: {@code pando verify}. */
@Command(
    name = "verify",
    description = "Check a proof made by 'pando show NAME --proof'; asks no node and no network.",
    footer = {
      "",
      "It proves how the name was when it was last signed, in the network that it names. Whether",
      "that is the network you mean, only its id can tell: take it from somebody you trust.",
      "Exit code 0: proved; 4: refused; 2: not a proof."
    })
final class VerifyCommand implements Callable<Integer> {
  private static final String STDIN = "-";
  private static final Pattern NETWORK_ID = Pattern.compile("[0-9a-fA-F]{64}");

  /** In octets; no proof is longer. */
  private static final int MAX_SIZE = 1 << 20;

  @Parameters(index = "0", paramLabel = "FILE", description = "The proof; - is standard input.")
  private String file = "";

  @Option(
      names = "--network",
      paramLabel = "ID",
      description = "Refuse a proof from another network than this one (64 digits).")
  private @Nullable String network;

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  private final CliContext context;
  private final Output output;

  VerifyCommand(CliContext context, Output output) {
    this.context = context;
    this.output = output;
  }

  @Override
  public Integer call() throws CommandException {
    if (network != null && !NETWORK_ID.matcher(network).matches()) {
      throw new CommandException(
          ExitCode.USAGE,
          "--network "
              + network
              + ": an id has 64 digits, 0-9 and a-f; a node shows its own with: pando status"
              + " --json");
    }
    Proved proved = check();
    Reply<Proved> reply = Reply.of(proved);
    if (json) {
      output.data(reply.json());
    } else {
      print(proved);
    }
    output.message(
        "proved, as of " + proved.signedAt() + "; what has changed since then it cannot tell");
    if (network == null) {
      output.message(
          "compare the network's id with one from somebody you trust, or give that with --network");
    }
    return ExitCode.DONE.number();
  }

  private Proved check() throws CommandException {
    String shown = file.equals(STDIN) ? "<stdin>" : file;
    try {
      Proved proved = context.proofs().check(read());
      String id = proved.network().id();
      if (network != null && !network.toLowerCase(Locale.ROOT).equals(id)) {
        throw new CommandException(
            ExitCode.REFUSED, "a proof from another network, " + id + "; ask for one from yours");
      }
      return proved;
    } catch (CommandException e) {
      throw new CommandException(e.exitCode(), shown + ": " + e.getMessage(), e);
    }
  }

  private String read() throws CommandException {
    try (InputStream in =
        file.equals(STDIN) ? context.console().in() : Files.newInputStream(Path.of(file))) {
      byte[] content = in.readNBytes(MAX_SIZE + 1);
      if (content.length > MAX_SIZE) {
        throw new CommandException(ExitCode.USAGE, "too large to be a proof; check the path");
      }
      return new String(content, StandardCharsets.UTF_8);
    } catch (NoSuchFileException e) {
      throw new CommandException(ExitCode.USAGE, "no such file; check the path", e);
    } catch (IOException e) {
      throw new CommandException(
          ExitCode.USAGE, "cannot be read (" + e.getMessage() + "); check the path", e);
    }
  }

  private void print(Proved proved) {
    output.data(headline(proved));
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("network", proved.network().id()));
    rows.add(List.of("", describe(proved.network())));
    if (proved.owner() != null) {
      rows.add(List.of("owner", proved.owner()));
    }
    if (proved.recovery() != null) {
      rows.add(List.of("recovery", proved.recovery() + (proved.locked() ? "  (locked)" : "")));
    }
    if (proved.g() != null) {
      rows.add(List.of("life", "operation " + proved.g() + ", tenure " + proved.tenure()));
    }
    output.table("").print(rows);
    if (!proved.records().isEmpty()) {
      output.data("records");
      Text.alignedZone(proved.records()).forEach(line -> output.data("  " + line));
    }
  }

  private String headline(Proved proved) {
    String line =
        output.strong(Text.name(proved.name(), proved.unicodeName()))
            + "  "
            + Text.state(proved.state());
    String lease =
        proved.leaseUntil() == null ? "" : " · lease until " + Text.day(proved.leaseUntil());
    return switch (proved.state()) {
      case ACTIVE -> line + " · seq " + proved.seq() + lease;
      case FROZEN -> line + " · revoked by its owner or its recovery key" + lease;
      case VACANT -> line + " · released, nobody holds it";
    };
  }

  private static String describe(ProvedNetwork network) {
    return network.suffix()
        + " · epoch "
        + network.epoch()
        + " · "
        + (network.witnesses() == 1 ? "1 witness" : network.witnesses() + " witnesses");
  }
}
