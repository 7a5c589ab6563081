package org.pando.resolver.app;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.pando.registry.Network;
import org.pando.registry.Passphrase;
import org.pando.registry.RegistryException;
import org.pando.registry.RegistryException.Kind;
import org.pando.registry.crypto.PublicKey;
import org.pando.registry.idn.InternationalLabel;
import org.pando.registry.owner.OwnKeys;
import org.pando.registry.owner.Ownership;
import org.pando.registry.owner.Registrar;
import org.pando.registry.record.Bundle;
import org.pando.registry.record.Holder;
import org.pando.registry.record.Proof;
import org.pando.registry.rule.InvalidException;
import org.pando.registry.text.NameArgument;
import org.pando.registry.text.NameSyntax;
import org.pando.registry.text.ProofText;
import org.pando.registry.text.RecordFormat;
import org.pando.registry.text.RecordSyntax;
import org.pando.registry.zone.Rr;
import org.pando.registry.zone.ZoneBody;
import org.pando.resolver.control.NameChange;
import org.pando.resolver.control.NameDetails;
import org.pando.resolver.control.NameProof;
import org.pando.resolver.control.NameService;
import org.pando.resolver.control.RegisterRequest;
import org.pando.resolver.control.ZoneChange;
import org.pando.resolver.control.ZoneFile;

/** The registry as people handle it, by way of the writer thread. Virtual threads. */
final class ControlNames implements NameService {
  private final RegistryParts registry;
  private final WriterThread writer;
  private final ControlKeys keys;
  private final NodeClock clock;
  private final NamePages pages;

  ControlNames(RegistryParts registry, WriterThread writer, ControlKeys keys, NodeClock clock) {
    this.registry = registry;
    this.writer = writer;
    this.keys = keys;
    this.clock = clock;
    this.pages = new NamePages(registry, writer);
  }

  @Override
  public NameChange register(RegisterRequest request, @Nullable Passphrase passphrase)
      throws RegistryException {
    NameArgument name = newName(request.name());
    RecordSyntax syntax = new RecordSyntax(name.fullName());
    List<Rr> rrs = new ArrayList<>(records(request.zoneFile(), name));
    rrs.addAll(syntax.parseAll(request.records()));
    ZoneBody zone = body(rrs);
    Registrar.Outcome outcome =
        sign(
            passphrase,
            () ->
                registry
                    .registrar()
                    .register(
                        name.network(),
                        name.key(),
                        zone,
                        Optional.ofNullable(request.key()),
                        request.dryRun()));
    return change(outcome, request.dryRun());
  }

  @Override
  public NameChange update(String text, ZoneChange change, @Nullable Passphrase passphrase)
      throws RegistryException {
    NameArgument name = humanName(text);
    RecordSyntax syntax = new RecordSyntax(name.fullName());
    List<Rr> removed = syntax.parseAll(change.remove());
    List<Rr> added = syntax.parseAll(change.add());
    @Nullable List<Rr> replaced =
        change.zoneFile() == null ? null : records(change.zoneFile(), name);
    Registrar.Outcome outcome =
        sign(
            passphrase,
            () ->
                registry
                    .registrar()
                    .update(
                        name.network(),
                        name.key(),
                        present -> edit(name, present, replaced, removed, added),
                        Optional.ofNullable(change.expectSeq()),
                        change.dryRun()));
    return change(outcome, change.dryRun());
  }

  @Override
  public NameDetails show(String text) throws RegistryException {
    NameArgument argument = NameSyntax.parse(text, registry.replica().networks());
    return writer.call(
        () -> details(argument, registry.registrar().show(argument.network(), argument.key())));
  }

  @Override
  public NameProof prove(String text) throws RegistryException {
    NameArgument argument = NameSyntax.parse(text, registry.replica().networks());
    Bundle bundle = writer.call(() -> known(argument));
    Proof proof = new Proof(registry.replica().genesis(argument.network()), List.of(), bundle);
    return new NameProof(proof.fullName(), ProofText.write(proof));
  }

  private Bundle known(NameArgument name) throws RegistryException {
    Bundle bundle = registry.replica().get(name.network(), name.key());
    if (bundle == null) {
      throw new RegistryException(
          Kind.NOT_FOUND, name.fullName().toString(true) + " is not registered; see: pando list");
    }
    return bundle;
  }

  @Override
  public NameList list(boolean mine, @Nullable String after) throws RegistryException {
    return pages.after(
        after == null ? null : NameSyntax.parse(after, registry.replica().networks()), mine);
  }

  /** Runs a task that may sign, on the writer thread. */
  private <T> T sign(@Nullable Passphrase passphrase, OwnKeys.Task<T> task)
      throws RegistryException {
    return writer.call(() -> registry.keys().using(passphrase, task));
  }

  private NameDetails details(NameArgument argument, Ownership name) throws RegistryException {
    Holder holder = name.holder();
    PublicKey recovery = holder == null ? null : holder.recovery();
    boolean leased = name.leaseUntil() > 0;
    return new NameDetails(
        full(argument.network(), name),
        unicodeName(argument.network(), name.key()),
        name.state(),
        leased && clock.wall().instant().getEpochSecond() > name.leaseUntil(),
        name.owner() == null ? null : name.owner().text(),
        label(name.owner()),
        recovery == null ? null : recovery.text(),
        holder != null && holder.locked(),
        argument.isKeyName() ? null : name.g(),
        argument.isKeyName() ? null : name.tenure(),
        name.seq(),
        leaseUntil(name),
        Instant.ofEpochSecond(name.updatedAt()),
        lines(name));
  }

  private NameChange change(Registrar.Outcome outcome, boolean dryRun) throws RegistryException {
    Ownership name = outcome.name();
    return new NameChange(
        full(outcome.network(), name),
        unicodeName(outcome.network(), name.key()),
        outcome.changed(),
        dryRun,
        name.seq(),
        leaseUntil(name),
        lines(name),
        outcome.created() == null ? null : keys.made(outcome.created()));
  }

  /** Removes, then adds; what is removed must be there, since a slip would go unnoticed. */
  private static ZoneBody edit(
      NameArgument name,
      ZoneBody present,
      @Nullable List<Rr> replaced,
      List<Rr> removed,
      List<Rr> added)
      throws RegistryException {
    List<Rr> rrs = new ArrayList<>(replaced == null ? present.rrs() : replaced);
    for (Rr gone : removed) {
      if (!rrs.removeIf(rr -> sameData(rr, gone))) {
        throw new RegistryException(
            Kind.INVALID,
            name.fullName().toString(true)
                + " has no record '"
                + RecordFormat.format(gone)
                + "' to remove; see: pando show "
                + name.key());
      }
    }
    for (Rr more : added) {
      rrs.removeIf(rr -> sameData(rr, more));
      rrs.add(more);
    }
    return body(rrs);
  }

  /** A time to live does not tell records apart. */
  private static boolean sameData(Rr a, Rr b) {
    return a.owner().equals(b.owner()) && a.type() == b.type() && a.rdata().equals(b.rdata());
  }

  private static ZoneBody body(List<Rr> rrs) throws RegistryException {
    try {
      return ZoneBody.of(rrs);
    } catch (InvalidException e) {
      throw new RegistryException(Kind.INVALID, String.valueOf(e.getMessage()), e);
    }
  }

  private static List<Rr> records(@Nullable ZoneFile file, NameArgument name)
      throws RegistryException {
    return file == null
        ? List.of()
        : org.pando.registry.text.ZoneFile.parse(file.name(), file.text(), name.fullName());
  }

  private NameArgument newName(String text) throws RegistryException {
    return human(text, NameSyntax.parseNew(text, registry.replica().networks()));
  }

  private NameArgument humanName(String text) throws RegistryException {
    return human(text, NameSyntax.parse(text, registry.replica().networks()));
  }

  private static NameArgument human(String text, NameArgument name) throws RegistryException {
    if (name.isKeyName()) {
      throw new RegistryException(
          Kind.INVALID,
          "'"
              + text
              + "' is a key name, and this version registers human names only; use a label"
              + " such as blog");
    }
    return name;
  }

  private @Nullable String label(@Nullable PublicKey owner) throws RegistryException {
    return owner == null ? null : registry.keys().labelOf(owner).orElse(null);
  }

  private static @Nullable Instant leaseUntil(Ownership name) {
    return name.leaseUntil() == 0 ? null : Instant.ofEpochSecond(name.leaseUntil());
  }

  private static List<String> lines(Ownership name) {
    ZoneBody records = name.records();
    return records == null ? List.of() : records.rrs().stream().map(RecordFormat::format).toList();
  }

  private static String full(Network network, Ownership name) {
    return name.key() + "." + network.suffixText();
  }

  /** A name with its label in Unicode; null when it is ASCII or not fit to be shown. */
  static @Nullable String unicodeName(Network network, String key) {
    return InternationalLabel.shown(key)
        .map(label -> label + "." + network.suffixText())
        .orElse(null);
  }
}
