package org.pando.registry.policy;

import org.jspecify.annotations.Nullable;
import org.pando.registry.record.Bundle;

/**
 * The proof that every rule holds for a bundle under a network's configurations, signatures
 * included. Only {@link Admission} makes one, of the bytes that it verified, and it cannot be
 * changed; so whoever has one need not verify again. What it would be joined with is only
 * remembered: by the time it is taken the replica may hold something else. Any thread.
 */
public final class Verified implements Examination {
  private final NetworkRules rules;
  private final Bundle bundle;
  private final @Nullable Bundle before;
  private final Bundle joined;

  Verified(NetworkRules rules, Bundle bundle, @Nullable Bundle before, Bundle joined) {
    this.rules = rules;
    this.bundle = bundle;
    this.before = before;
    this.joined = joined;
  }

  /** The rules that were asked. */
  NetworkRules rules() {
    return rules;
  }

  Bundle bundle() {
    return bundle;
  }

  /** The storage key of its name. */
  public String key() {
    return bundle.key();
  }

  /** What was held of the name when it was verified; null when nothing was. */
  public @Nullable Bundle before() {
    return before;
  }

  /** The join of the bundle with that. */
  Bundle joined() {
    return joined;
  }
}
