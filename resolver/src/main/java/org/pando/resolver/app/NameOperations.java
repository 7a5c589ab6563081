package org.pando.resolver.app;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.pando.registry.Network;
import org.pando.registry.Passphrase;
import org.pando.registry.RegistryException;
import org.pando.registry.idn.InternationalLabel;
import org.pando.registry.owner.OwnKeys;
import org.pando.registry.owner.Ownership;
import org.pando.registry.owner.Progress;
import org.pando.registry.owner.Registrar;
import org.pando.registry.text.NameArgument;
import org.pando.registry.text.NameSyntax;
import org.pando.resolver.control.NameChange;

/** Carries operations on names out on the writer thread, and tells what they did. Any thread. */
final class NameOperations {
  private final RegistryParts registry;
  private final Decisions decisions;
  private final ControlKeys keys;

  NameOperations(RegistryParts registry, Decisions decisions, ControlKeys keys) {
    this.registry = registry;
    this.decisions = decisions;
    this.keys = keys;
  }

  Registrar registrar() {
    return registry.registrar();
  }

  /** A name as typed. */
  NameArgument name(String text) throws RegistryException {
    return NameSyntax.parse(text, registry.replica().networks());
  }

  /** A name as typed, about to be claimed. */
  NameArgument newName(String text) throws RegistryException {
    return NameSyntax.parseNew(text, registry.replica().networks());
  }

  Network defaultNetwork() {
    return registry.replica().networks().getFirst();
  }

  /** Runs a task that may sign. */
  <T> T sign(@Nullable Passphrase passphrase, OwnKeys.Task<T> task) throws RegistryException {
    return decisions.sign(passphrase, task);
  }

  /** Runs an operation that the owner's key alone decides. */
  NameChange change(
      @Nullable Passphrase passphrase, boolean dryRun, OwnKeys.Task<Registrar.Outcome> operation)
      throws RegistryException {
    return told(sign(passphrase, operation), dryRun);
  }

  /** Runs an operation that a witness decides, and waits for it. */
  NameChange decide(
      @Nullable Passphrase passphrase, boolean dryRun, OwnKeys.Task<Progress> operation)
      throws RegistryException {
    return told(decisions.run(passphrase, operation), dryRun);
  }

  private NameChange told(Registrar.Outcome outcome, boolean dryRun) throws RegistryException {
    Ownership name = outcome.name();
    return new NameChange(
        full(outcome.network(), name),
        unicodeName(outcome.network(), name.key()),
        name.state(),
        outcome.changed(),
        dryRun,
        name.seq(),
        leaseUntil(name),
        ZoneText.lines(name),
        outcome.created() == null ? null : keys.made(outcome.created()),
        outcome.notes());
  }

  static @Nullable Instant leaseUntil(Ownership name) {
    return time(name.leaseUntil());
  }

  /** Null for 0: there is no such time. */
  static @Nullable Instant time(long seconds) {
    return seconds == 0 ? null : Instant.ofEpochSecond(seconds);
  }

  /** Whole days, negative when the time is over. */
  static long daysUntil(Instant time, Instant now) {
    return Math.floorDiv(Duration.between(now, time).toSeconds(), Duration.ofDays(1).toSeconds());
  }

  /** A name with its label in Unicode; null when it is ASCII or not fit to be shown. */
  static @Nullable String unicodeName(Network network, String key) {
    return InternationalLabel.shown(key)
        .map(label -> label + "." + network.suffixText())
        .orElse(null);
  }

  static String full(Network network, Ownership name) {
    return name.key() + "." + network.suffixText();
  }
}
