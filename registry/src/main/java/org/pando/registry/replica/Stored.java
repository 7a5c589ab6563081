package org.pando.registry.replica;

import org.pando.registry.RegistryException;
import org.pando.registry.RegistryException.Kind;
import org.pando.registry.crypto.Domain;
import org.pando.registry.policy.BundleRules;
import org.pando.registry.policy.Validity;
import org.pando.registry.record.Bundle;
import org.pando.registry.record.BundleSummary;
import org.pando.registry.record.Genesis;
import org.pando.registry.rule.InvalidException;
import org.pando.registry.rule.RecordException;
import org.pando.registry.rule.Rule;
import org.pando.registry.store.StoredBundle;
import org.pando.registry.store.StoredNetwork;

/**
 * What the store gives back, decoded. Damage is found here: an entry's id is the hash of its bytes,
 * and these say its key. Every method throws {@link RegistryException} of kind STORE for that.
 */
final class Stored {
  private Stored() {}

  /** The part of an entry that is served and listed; its keys and signatures are not looked at. */
  static BundleSummary summary(StoredBundle stored) throws RegistryException {
    try {
      checkId(stored);
      BundleSummary summary = BundleSummary.read(stored.state());
      checkKey(stored, summary.key());
      return summary;
    } catch (RecordException e) {
      throw damaged(entry(stored), e);
    }
  }

  static Bundle bundle(StoredBundle stored) throws RegistryException {
    try {
      checkId(stored);
      Bundle bundle = Bundle.decode(stored.state());
      checkKey(stored, bundle.key());
      return bundle;
    } catch (RecordException e) {
      throw damaged(entry(stored), e);
    }
  }

  /** Every rule holds for the entry, signatures included. */
  static void check(StoredBundle stored, BundleRules rules) throws RegistryException {
    try {
      checkId(stored);
      switch (rules.check(stored.state())) {
        case Validity.Valid(Bundle bundle) -> checkKey(stored, bundle.key());
        case Validity.Invalid(Rule rule, String text) -> throw damaged(entry(stored), text);
        case Validity.Unknown(String why) -> throw damaged(entry(stored), why);
      }
    } catch (RecordException e) {
      throw damaged(entry(stored), e);
    }
  }

  static Genesis genesis(StoredNetwork stored) throws RegistryException {
    try {
      return Genesis.decode(stored.genesis());
    } catch (RecordException e) {
      throw damaged("the genesis of the network " + stored.id(), e);
    }
  }

  private static void checkId(StoredBundle stored) throws InvalidException {
    if (!Domain.sha256(stored.state()).equals(stored.id())) {
      throw new InvalidException(Rule.V1, "bundle", "its bytes are not those that were stored");
    }
  }

  private static void checkKey(StoredBundle stored, String key) throws InvalidException {
    if (!stored.key().equals(key)) {
      throw new InvalidException(Rule.V1, "bundle", "it belongs to the name " + key);
    }
  }

  private static String entry(StoredBundle stored) {
    return "the entry of " + stored.key();
  }

  private static RegistryException damaged(String what, RecordException cause) {
    RegistryException damaged = damaged(what, String.valueOf(cause.getMessage()));
    damaged.initCause(cause);
    return damaged;
  }

  private static RegistryException damaged(String what, String why) {
    return new RegistryException(
        Kind.STORE,
        "registry.db: "
            + what
            + " is damaged ("
            + why
            + "); restore a backup, and look whether the disk is failing");
  }
}
