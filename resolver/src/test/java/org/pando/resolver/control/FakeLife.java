package org.pando.resolver.control;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pando.registry.NameState;
import org.pando.registry.Passphrase;
import org.pando.registry.RegistryException;

/** The life of a {@link FakeNode}'s names: notes what it was asked for. Not thread-safe. */
public final class FakeLife implements NameLife, WitnessService {
  public static final List<String> NOTES = List.of("mind the gap");

  private final FakeNode node;

  FakeLife(FakeNode node) {
    this.node = node;
  }

  @Override
  public NameChange renew(String name, Renewal how, @Nullable Passphrase passphrase)
      throws RegistryException {
    return change(name, how, NameState.ACTIVE, how.dryRun(), passphrase);
  }

  @Override
  public NameChange release(String name, Release how, @Nullable Passphrase passphrase)
      throws RegistryException {
    return change(name, how, NameState.VACANT, how.dryRun(), passphrase);
  }

  @Override
  public NameChange revoke(String name, Revocation how, @Nullable Passphrase passphrase)
      throws RegistryException {
    return change(name, how, NameState.FROZEN, how.dryRun(), passphrase);
  }

  @Override
  public NameChange recover(String name, Recovery how, @Nullable Passphrase passphrase)
      throws RegistryException {
    NameChange done = change(name, how, NameState.ACTIVE, how.dryRun(), passphrase);
    return new NameChange(
        done.name(),
        done.unicodeName(),
        done.state(),
        done.changed(),
        done.dryRun(),
        done.seq(),
        done.leaseUntil(),
        done.records(),
        FakeNode.DEFAULT_KEY,
        done.notes());
  }

  @Override
  public NameChange accept(String name, Acceptance how, @Nullable Passphrase passphrase)
      throws RegistryException {
    return change(name, how, NameState.ACTIVE, how.dryRun(), passphrase);
  }

  private NameChange change(
      String name, Record how, NameState state, boolean dryRun, @Nullable Passphrase passphrase)
      throws RegistryException {
    FakeNode.Zone zone = node.begin(name, how, passphrase);
    boolean held = state != NameState.VACANT;
    return new NameChange(
        FakeNode.full(name),
        null,
        state,
        true,
        dryRun,
        held ? zone.seq() : 0,
        held ? FakeNode.LEASE : null,
        held ? zone.records() : List.of(),
        null,
        NOTES);
  }

  @Override
  public OfferMade offer(String name, NewOffer how, @Nullable Passphrase passphrase)
      throws RegistryException {
    node.begin(name, how, passphrase);
    return new OfferMade(
        FakeNode.full(name), how.dryRun(), how.to(), FakeNode.LEASE, "/offers/o", "an offer\n");
  }

  @Override
  public Resumed resume(Resumption how) throws RegistryException {
    node.seen.add(how);
    node.fail();
    return new Resumed(how.dryRun(), "it was moved", NOTES);
  }
}
