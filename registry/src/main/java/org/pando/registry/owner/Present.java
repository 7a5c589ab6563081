package org.pando.registry.owner;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.pando.registry.Bytes;
import org.pando.registry.NameState;
import org.pando.registry.Network;
import org.pando.registry.RegistryException;
import org.pando.registry.RegistryException.Kind;
import org.pando.registry.record.Bundle;
import org.pando.registry.record.Holder;
import org.pando.registry.record.HumanBundle;
import org.pando.registry.record.KeyBundle;
import org.pando.registry.record.Signer;
import org.pando.registry.record.Step;

/**
 * A name as an operation finds it.
 *
 * @param name what {@code bundle} says
 */
record Present(Network network, Bundle bundle, Ownership name) {
  /** Without the final dot. */
  String full() {
    return Names.full(network, bundle.key());
  }

  /** What zones and revocations of the name have as their subject now. */
  Bytes subject() {
    return bundle.subject(network.id());
  }

  /**
   * The bundle, for an operation that witnesses certify.
   *
   * @param operation what is about to be done, as a verb
   * @throws RegistryException of kind REFUSED when it is a key name, which has none
   */
  HumanBundle certified(String operation) throws RegistryException {
    return switch (bundle) {
      case HumanBundle human -> human;
      case KeyBundle keyName -> throw Names.notForKeyNames(network, keyName.key(), operation);
    };
  }

  /** The place of the next operation in the life of the name. */
  Step next(HumanBundle human, boolean newTenure) {
    return new Step(
        human.name(),
        name.g() + 1,
        human.newest().opHash(network.id()),
        name.tenure() + (newTenure ? 1 : 0));
  }

  /**
   * @throws RegistryException of kind CONFLICT when the zone has another sequence number
   */
  void expect(Optional<Long> seq) throws RegistryException {
    if (seq.isPresent() && seq.get() != name.seq()) {
      throw new RegistryException(
          Kind.CONFLICT,
          full()
              + " is at seq "
              + name.seq()
              + ", not "
              + seq.get()
              + "; look at it with pando show "
              + name.key()
              + " and repeat the change");
    }
  }

  /** Who holds it. */
  Holder holder() {
    return Objects.requireNonNull(name.holder(), "nobody holds it");
  }

  /** Which keys may pass the name on or give it up. */
  List<Signer> mayGiveAway() {
    return isRevoked() || holder().locked()
        ? List.of(Signer.RECOVERY)
        : List.of(Signer.OWNER, Signer.RECOVERY);
  }

  /** Whether an opHash is that of the name's newest operation. */
  boolean isNewest(@Nullable Bytes opHash) {
    return opHash != null
        && bundle instanceof HumanBundle human
        && human.newest().opHash(network.id()).equals(opHash);
  }

  /**
   * @throws RegistryException of kind REFUSED when it is revoked
   */
  void checkInService() throws RegistryException {
    if (isRevoked()) {
      throw new RegistryException(
          Kind.REFUSED,
          full()
              + (isKeyName()
                  ? " is revoked, and a key name stays so for ever; use a name of another key"
                  : " is revoked; its recovery key brings it back: pando recover " + name.key()));
    }
  }

  boolean isKeyName() {
    return bundle instanceof KeyBundle;
  }

  boolean isRevoked() {
    return name.state() == NameState.FROZEN;
  }
}
