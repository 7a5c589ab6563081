package org.pando.registry.owner;

import java.util.List;
import java.util.Optional;
import org.pando.registry.Bytes;
import org.pando.registry.Network;
import org.pando.registry.RegistryException;
import org.pando.registry.RegistryException.Kind;
import org.pando.registry.crypto.PublicKey;
import org.pando.registry.crypto.SigningKey;
import org.pando.registry.crypto.Stamp;
import org.pando.registry.crypto.ZBase32;
import org.pando.registry.keys.StoredKey;
import org.pando.registry.record.KeyBundle;
import org.pando.registry.record.ZoneItem;
import org.pando.registry.replica.Replica;
import org.pando.registry.rule.InvalidException;
import org.pando.registry.zone.ZoneBody;

/** Publishes under the names that keys have by themselves; no witness has a say. Writer thread. */
final class KeyNames {
  private final Names names;
  private final Replica replica;
  private final OwnKeys keys;
  private final Revocations revocations;

  KeyNames(Names names, Replica replica, OwnKeys keys, Revocations revocations) {
    this.names = names;
    this.replica = replica;
    this.keys = keys;
    this.revocations = revocations;
  }

  Registrar.NamingKey key(Optional<String> label, boolean dryRun) throws RegistryException {
    if (label.isPresent() || keys.hasDefault()) {
      return naming(keys.owner(label.orElse(OwnKeys.DEFAULT)), false);
    }
    return dryRun ? naming(keys.unkept(), false) : naming(keys.create(OwnKeys.DEFAULT), true);
  }

  private static Registrar.NamingKey naming(StoredKey key, boolean created)
      throws RegistryException {
    return new Registrar.NamingKey(key, OwnKeys.holder(key).owner(), created);
  }

  Registrar.NamingKey key(Network network, String name) throws RegistryException {
    String text = name.substring(0, name.indexOf('.'));
    try {
      Optional<StoredKey> key = keys.find(PublicKey.decode(ZBase32.decode(text), name));
      return naming(key.orElseThrow(() -> missing(network, name)), false);
    } catch (InvalidException e) {
      throw new RegistryException(Kind.INVALID, String.valueOf(e.getMessage()), e);
    }
  }

  private static RegistryException missing(Network network, String name) {
    return new RegistryException(
        Kind.NO_KEY,
        Names.full(network, name)
            + " belongs to a key that is not on this node; bring it here with: pando key import"
            + " FILE");
  }

  Optional<Stamp.Work> work(Network network, PublicKey key) {
    int bits = replica.rules(network).keyStampBits();
    return bits == 0
        ? Optional.empty()
        : Optional.of(new Stamp.Work(bits, network.id(), KeyBundle.subject(key, network.id())));
  }

  Registrar.Outcome register(
      Network network,
      Registrar.NamingKey naming,
      ZoneBody zone,
      Optional<Bytes> stamp,
      boolean dryRun)
      throws RegistryException {
    StoredKey key = naming.key();
    PublicKey publicKey = naming.publicKey();
    String name = publicKey.text() + ".key";
    Present present = names.find(network, name);
    if (present != null) {
      present.checkInService();
      throw new RegistryException(
          Kind.TAKEN,
          present.full()
              + " is yours already (key '"
              + key.label()
              + "'); change its records with: pando update "
              + name);
    }
    SigningKey owner = keys.signing(key);
    ZoneItem.Payload first =
        new ZoneItem.Payload(KeyBundle.subject(publicKey, network.id()), 1, names.now(), zone);
    KeyBundle bundle =
        new KeyBundle(
            publicKey, ZoneItem.sign(first, owner, network.id()), null, stamp.orElse(null));
    names.publish(network, bundle, dryRun);
    List<String> notes = dryRun ? List.of() : revocations.signInAdvance(network, bundle, owner);
    return new Registrar.Outcome(
        network, Ownership.of(bundle), true, naming.created() ? key : null, notes);
  }
}
