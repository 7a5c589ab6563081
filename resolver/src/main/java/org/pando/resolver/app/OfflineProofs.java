package org.pando.resolver.app;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pando.registry.Bytes;
import org.pando.registry.crypto.PublicKey;
import org.pando.registry.crypto.SignatureVerifier;
import org.pando.registry.idn.InternationalLabel;
import org.pando.registry.owner.Ownership;
import org.pando.registry.policy.ProofRules;
import org.pando.registry.policy.ProofRules.Verdict;
import org.pando.registry.record.Config;
import org.pando.registry.record.Genesis;
import org.pando.registry.record.Holder;
import org.pando.registry.record.HumanBundle;
import org.pando.registry.record.Proof;
import org.pando.registry.rule.InvalidException;
import org.pando.registry.text.ProofText;
import org.pando.registry.text.RecordFormat;
import org.pando.registry.zone.ZoneBody;
import org.pando.resolver.cli.CommandException;
import org.pando.resolver.cli.ExitCode;
import org.pando.resolver.cli.ProofChecker;

/** {@code pando verify}: the rules of the registry and nothing else. Any thread. */
final class OfflineProofs implements ProofChecker {
  @Override
  public Proved check(String text) throws CommandException {
    Bytes proof;
    try {
      proof =
          ProofText.read(text)
              .orElseThrow(
                  () ->
                      new CommandException(
                          ExitCode.USAGE,
                          "not a proof; make one with: pando show NAME --proof --out FILE"));
    } catch (InvalidException e) {
      throw refused(String.valueOf(e.getMessage()));
    }
    return switch (ProofRules.check(proof, SignatureVerifier.PINNED)) {
      case Verdict.Proved(Proof proved) -> proved(proved);
      case Verdict.Refused(String why) -> throw refused(why);
    };
  }

  private static CommandException refused(String why) {
    return new CommandException(ExitCode.REFUSED, "refused, it proves nothing: " + why);
  }

  private static Proved proved(Proof proof) {
    Ownership name = Ownership.of(proof.bundle());
    boolean human = proof.bundle() instanceof HumanBundle;
    Holder holder = name.holder();
    return new Proved(
        proof.fullName(),
        InternationalLabel.shown(name.key())
            .map(label -> label + "." + proof.genesis().suffix())
            .orElse(null),
        network(proof.genesis()),
        name.state(),
        holder == null ? null : holder.owner().text(),
        text(holder == null ? null : holder.recovery()),
        holder != null && holder.locked(),
        human ? name.g() : null,
        human ? name.tenure() : null,
        name.seq(),
        name.leaseUntil() == 0 ? null : Instant.ofEpochSecond(name.leaseUntil()),
        Instant.ofEpochSecond(name.updatedAt()),
        lines(name.records()));
  }

  private static ProvedNetwork network(Genesis genesis) {
    Config config = genesis.config();
    return new ProvedNetwork(
        genesis.networkId().toString(),
        genesis.suffix().text(),
        config.epoch(),
        config.witnesses().size());
  }

  private static @Nullable String text(@Nullable PublicKey key) {
    return key == null ? null : key.text();
  }

  private static List<String> lines(@Nullable ZoneBody records) {
    return records == null ? List.of() : records.rrs().stream().map(RecordFormat::format).toList();
  }
}
