package org.pando.resolver.app;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.pando.registry.Passphrase;
import org.pando.registry.RegistryException;
import org.pando.registry.owner.Offer;
import org.pando.registry.owner.Registrar;
import org.pando.registry.text.NameArgument;
import org.pando.registry.zone.ZoneBody;
import org.pando.resolver.control.NameChange;
import org.pando.resolver.control.NameLife;
import org.pando.resolver.control.TextFile;

/** The life of names as people handle it, by way of the writer thread. Virtual threads. */
final class ControlNameLife implements NameLife {
  private final NameOperations operations;
  private final Registrar registrar;

  ControlNameLife(NameOperations operations) {
    this.operations = operations;
    this.registrar = operations.registrar();
  }

  @Override
  public NameChange renew(String text, Renewal how, @Nullable Passphrase passphrase)
      throws RegistryException {
    NameArgument name = operations.name(text);
    return operations.decide(
        passphrase, how.dryRun(), () -> registrar.renew(name.network(), name.key(), how.dryRun()));
  }

  @Override
  public NameChange release(String text, Release how, @Nullable Passphrase passphrase)
      throws RegistryException {
    NameArgument name = operations.name(text);
    return operations.decide(
        passphrase,
        how.dryRun(),
        () -> registrar.release(name.network(), name.key(), seq(how.expectSeq()), how.dryRun()));
  }

  @Override
  public NameChange revoke(String text, Revocation how, @Nullable Passphrase passphrase)
      throws RegistryException {
    NameArgument name = operations.name(text);
    TextFile file = how.file();
    return operations.change(
        passphrase,
        how.dryRun(),
        () ->
            file == null
                ? registrar.revoke(name.network(), name.key(), seq(how.expectSeq()), how.dryRun())
                : registrar.revoke(
                    name.network(),
                    name.key(),
                    new Registrar.GivenFile(file.name(), file.text()),
                    seq(how.expectSeq()),
                    how.dryRun()));
  }

  @Override
  public NameChange recover(String text, Recovery how, @Nullable Passphrase passphrase)
      throws RegistryException {
    NameArgument name = operations.name(text);
    Registrar.Recovery recovery =
        new Registrar.Recovery(
            Optional.ofNullable(how.key()), ZoneText.parseAny(name, how.records(), how.zoneFile()));
    return operations.decide(
        passphrase,
        how.dryRun(),
        () ->
            registrar.recover(
                name.network(), name.key(), recovery, seq(how.expectSeq()), how.dryRun()));
  }

  @Override
  public OfferMade offer(String text, NewOffer how, @Nullable Passphrase passphrase)
      throws RegistryException {
    NameArgument name = operations.name(text);
    Registrar.Recipient to = new Registrar.Recipient(how.to(), Optional.ofNullable(how.recovery()));
    Registrar.OfferMade made =
        operations.sign(
            passphrase,
            () ->
                registrar.offer(
                    name.network(), name.key(), to, seq(how.expectSeq()), how.dryRun()));
    Offer offer = made.offer();
    return new OfferMade(
        offer.name(),
        how.dryRun(),
        offer.op().holder().owner().text(),
        Instant.ofEpochSecond(offer.expires()),
        made.file().toString(),
        offer.encode());
  }

  @Override
  public NameChange accept(String text, Acceptance how, @Nullable Passphrase passphrase)
      throws RegistryException {
    NameArgument name = operations.name(text);
    Optional<ZoneBody> records = ZoneText.parseAny(name, how.records(), how.zoneFile());
    Optional<Registrar.GivenFile> offer =
        Optional.ofNullable(how.offer())
            .map(file -> new Registrar.GivenFile(file.name(), file.text()));
    return operations.decide(
        passphrase,
        how.dryRun(),
        () ->
            registrar.accept(
                name.network(), name.key(), offer, records, seq(how.expectSeq()), how.dryRun()));
  }

  private static Optional<Long> seq(@Nullable Long expected) {
    return Optional.ofNullable(expected);
  }
}
