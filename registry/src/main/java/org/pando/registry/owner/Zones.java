package org.pando.registry.owner;

import java.util.List;
import java.util.Optional;
import org.pando.registry.Bytes;
import org.pando.registry.Network;
import org.pando.registry.RegistryException;
import org.pando.registry.RegistryException.Kind;
import org.pando.registry.record.Bundle;
import org.pando.registry.record.Signer;
import org.pando.registry.record.ZoneItem;
import org.pando.registry.zone.ZoneBody;

/** Publishes the records of names; the owner's key alone decides. Writer thread. */
final class Zones {
  private final Names names;
  private final OwnKeys keys;

  Zones(Names names, OwnKeys keys) {
    this.names = names;
    this.keys = keys;
  }

  Registrar.Outcome update(
      Network network,
      String key,
      Registrar.ZoneChange change,
      Optional<Long> expectSeq,
      boolean dryRun)
      throws RegistryException {
    Present present = names.held(network, key);
    present.expect(expectSeq);
    present.checkInService();
    Ownership name = present.name();
    Signatory owner = keys.signatory(present.full(), present.holder(), List.of(Signer.OWNER));
    ZoneBody before = name.records() == null ? ZoneBody.decode(Bytes.EMPTY) : name.records();
    ZoneBody after = change.apply(before);
    if (name.seq() > 0 && after.equals(before)) {
      return new Registrar.Outcome(network, name, false, null, List.of());
    }
    if (name.seq() == ZoneItem.MAX_SEQ) {
      throw new RegistryException(
          Kind.REFUSED,
          present.full()
              + " is at the largest sequence number there is; its recovery key begins anew: pando"
              + " recover "
              + key);
    }
    ZoneItem.Payload payload =
        new ZoneItem.Payload(present.subject(), name.seq() + 1, names.now(), after);
    Bundle next = present.bundle().withZone(ZoneItem.sign(payload, owner.key(), network.id()));
    names.publish(network, next, dryRun);
    return Registrar.Outcome.of(network, next);
  }
}
