package org.pando.registry.owner;

import java.security.SecureRandom;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.pando.registry.Bytes;
import org.pando.registry.Network;
import org.pando.registry.RegistryException;
import org.pando.registry.RegistryException.Kind;
import org.pando.registry.crypto.SigningKey;
import org.pando.registry.policy.Decision;
import org.pando.registry.policy.NetworkRules;
import org.pando.registry.record.Bundle;
import org.pando.registry.record.Config;
import org.pando.registry.record.Op;
import org.pando.registry.record.SignedOp;
import org.pando.registry.record.ZoneItem;
import org.pando.registry.replica.Replica;
import org.pando.registry.rule.InvalidException;
import org.pando.registry.zone.ZoneBody;

/** Names as this node holds them, for operations to start from and end in. Writer thread. */
final class Names {
  private static final int NONCE = 16;

  private final Replica replica;
  private final InstantSource clock;
  private final SecureRandom random;

  Names(Replica replica, InstantSource clock, SecureRandom random) {
    this.replica = replica;
    this.clock = clock;
    this.random = random;
  }

  /** Seconds since 1970. */
  long now() {
    return clock.instant().getEpochSecond();
  }

  /** Makes an operation distinct from all others with the same content. */
  Bytes nonce() {
    byte[] nonce = new byte[NONCE];
    random.nextBytes(nonce);
    return Bytes.of(nonce);
  }

  /** The configuration in force. */
  Config config(Network network) {
    NetworkRules rules = replica.rules(network);
    return rules.configs().get(rules.epoch());
  }

  /** What is known of a name, or null. */
  @Nullable Present find(Network network, String key) throws RegistryException {
    Bundle bundle = replica.get(network, key);
    return bundle == null ? null : new Present(network, bundle, Ownership.of(bundle));
  }

  /**
   * What is known of a name that somebody holds.
   *
   * @throws RegistryException of kind NOT_FOUND when nobody does
   */
  Present held(Network network, String key) throws RegistryException {
    Present present = find(network, key);
    if (present == null || present.name().holder() == null) {
      throw new RegistryException(
          Kind.NOT_FOUND,
          full(network, key) + " is not registered; claim it with: pando register " + key);
    }
    return present;
  }

  /**
   * Checks what a zone's own rules cannot: the length of full names.
   *
   * @throws RegistryException of kind INVALID when one is too long
   */
  void checkOwners(Network network, String label, ZoneBody zone) throws RegistryException {
    try {
      zone.checkOwnersBelow(1 + label.length() + replica.rules(network).suffix().wireLength());
    } catch (InvalidException e) {
      throw new RegistryException(Kind.INVALID, full(network, label) + ": " + e.getMessage(), e);
    }
  }

  /** The first records of a tenure. */
  ZoneItem firstZone(
      Network network, SignedOp<? extends Op.TenureOp> tenure, ZoneBody zone, SigningKey owner) {
    return ZoneItem.sign(
        new ZoneItem.Payload(tenure.opHash(network.id()), 1, now(), zone), owner, network.id());
  }

  /**
   * Takes a bundle of ours in.
   *
   * @param dryRun only checks it
   * @throws RegistryException of kind INVALID when it breaks a rule
   */
  void publish(Network network, Bundle bundle, boolean dryRun) throws RegistryException {
    Decision decision =
        dryRun ? replica.decide(network, bundle.encode()) : replica.apply(network, bundle.encode());
    if (decision instanceof Decision.Refused refused) {
      throw new RegistryException(
          Kind.INVALID, full(network, bundle.key()) + ": " + refused.text());
    }
  }

  /** That an operation which witnesses certify was asked for on a key name. */
  static RegistryException notForKeyNames(Network network, String key, String operation) {
    return new RegistryException(
        Kind.REFUSED,
        full(network, key)
            + " is a key name: it belongs to its key for ever, without a lease, so there is"
            + " nothing to "
            + operation);
  }

  static boolean isKeyName(String key) {
    return key.indexOf('.') >= 0;
  }

  static String full(Network network, String key) {
    return key + "." + network.suffixText();
  }
}
