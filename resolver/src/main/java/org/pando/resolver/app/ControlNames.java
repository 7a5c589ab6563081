package org.pando.resolver.app;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.pando.registry.Bytes;
import org.pando.registry.Network;
import org.pando.registry.Passphrase;
import org.pando.registry.RegistryException;
import org.pando.registry.RegistryException.Kind;
import org.pando.registry.crypto.PublicKey;
import org.pando.registry.crypto.Stamp;
import org.pando.registry.owner.Offer;
import org.pando.registry.owner.Ownership;
import org.pando.registry.owner.Registrar;
import org.pando.registry.owner.Registrar.NamingKey;
import org.pando.registry.record.Bundle;
import org.pando.registry.record.Holder;
import org.pando.registry.record.Proof;
import org.pando.registry.text.NameArgument;
import org.pando.registry.text.ProofText;
import org.pando.registry.zone.ZoneBody;
import org.pando.resolver.control.KeyNameRequest;
import org.pando.resolver.control.NameChange;
import org.pando.resolver.control.NameDetails;
import org.pando.resolver.control.NameProof;
import org.pando.resolver.control.NameService;
import org.pando.resolver.control.OpenOffer;
import org.pando.resolver.control.RegisterRequest;
import org.pando.resolver.control.ZoneChange;

/** Names and their records as people handle them, by way of the writer thread. Virtual threads. */
final class ControlNames implements NameService {
  private final RegistryParts registry;
  private final WriterThread writer;
  private final NameOperations operations;
  private final StampSearch stamps;
  private final NodeClock clock;
  private final NamePages pages;

  ControlNames(
      RegistryParts registry,
      WriterThread writer,
      NameOperations operations,
      StampSearch stamps,
      NodeClock clock) {
    this.registry = registry;
    this.writer = writer;
    this.operations = operations;
    this.stamps = stamps;
    this.clock = clock;
    this.pages = new NamePages(registry, writer, clock);
  }

  @Override
  public NameChange register(RegisterRequest request, @Nullable Passphrase passphrase)
      throws RegistryException {
    NameArgument name = operations.newName(request.name());
    if (name.isKeyName()) {
      NamingKey key = writer.call(() -> registry.registrar().namingKey(name.network(), name.key()));
      checkLabel(request, key);
      return registerKeyName(
          name.network(),
          key,
          new KeyNameRequest(null, request.records(), request.zoneFile(), request.dryRun()),
          passphrase);
    }
    ZoneBody zone = ZoneText.parse(name, request.records(), request.zoneFile());
    Optional<String> label = Optional.ofNullable(request.key());
    return operations.decide(
        passphrase,
        request.dryRun(),
        () ->
            registry
                .registrar()
                .register(name.network(), name.key(), zone, label, request.dryRun()));
  }

  @Override
  public NameChange registerKeyName(KeyNameRequest request, @Nullable Passphrase passphrase)
      throws RegistryException {
    Optional<String> label = Optional.ofNullable(request.key());
    NamingKey key = writer.call(() -> registry.registrar().namingKey(label, request.dryRun()));
    return registerKeyName(operations.defaultNetwork(), key, request, passphrase);
  }

  private static void checkLabel(RegisterRequest request, NamingKey key) throws RegistryException {
    if (request.key() != null && !request.key().equals(key.key().label())) {
      throw new RegistryException(
          Kind.INVALID,
          request.name()
              + " is the name of the key '"
              + key.key().label()
              + "'; leave --key "
              + request.key()
              + " out, or give that key's own name with --key-name");
    }
  }

  private NameChange registerKeyName(
      Network network, NamingKey key, KeyNameRequest request, @Nullable Passphrase passphrase)
      throws RegistryException {
    NameArgument name = operations.name(key.publicKey().text() + ".key." + network.suffixText());
    ZoneBody zone = ZoneText.parse(name, request.records(), request.zoneFile());
    Optional<Stamp.Work> work = registry.registrar().keyNameWork(network, key);
    Optional<Bytes> stamp =
        work.isEmpty() ? Optional.empty() : Optional.of(stamps.find(work.get()));
    return operations.change(
        passphrase,
        request.dryRun(),
        () -> registry.registrar().registerKeyName(network, key, zone, stamp, request.dryRun()));
  }

  @Override
  public NameChange update(String text, ZoneChange change, @Nullable Passphrase passphrase)
      throws RegistryException {
    NameArgument name = operations.name(text);
    Registrar.ZoneChange records = ZoneText.change(name, change);
    return operations.change(
        passphrase,
        change.dryRun(),
        () ->
            registry
                .registrar()
                .update(
                    name.network(),
                    name.key(),
                    records,
                    Optional.ofNullable(change.expectSeq()),
                    change.dryRun()));
  }

  @Override
  public NameDetails show(String text) throws RegistryException {
    NameArgument argument = operations.name(text);
    return writer.call(
        () -> details(argument, registry.registrar().details(argument.network(), argument.key())));
  }

  @Override
  public NameProof prove(String text) throws RegistryException {
    NameArgument argument = operations.name(text);
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
    return pages.after(after == null ? null : operations.name(after), mine);
  }

  private NameDetails details(NameArgument argument, Registrar.Details details)
      throws RegistryException {
    Ownership name = details.name();
    Holder holder = name.holder();
    PublicKey recovery = holder == null ? null : holder.recovery();
    Instant until = NameOperations.leaseUntil(name);
    Instant now = clock.wall().instant();
    return new NameDetails(
        NameOperations.full(argument.network(), name),
        NameOperations.unicodeName(argument.network(), name.key()),
        name.state(),
        until != null && now.isAfter(until),
        name.owner() == null ? null : name.owner().text(),
        label(name.owner()),
        recovery == null ? null : recovery.text(),
        holder != null && holder.locked(),
        argument.isKeyName() ? null : name.g(),
        argument.isKeyName() ? null : name.tenure(),
        name.seq(),
        until,
        Instant.ofEpochSecond(name.updatedAt()),
        until == null ? null : NameOperations.daysUntil(until, now),
        details.offer().map(ControlNames::open).orElse(null),
        details.revocation().map(Object::toString).orElse(null),
        ZoneText.lines(name));
  }

  static OpenOffer open(Offer offer) {
    return new OpenOffer(
        offer.name(), offer.op().holder().owner().text(), Instant.ofEpochSecond(offer.expires()));
  }

  private @Nullable String label(@Nullable PublicKey owner) throws RegistryException {
    return owner == null ? null : registry.keys().labelOf(owner).orElse(null);
  }
}
