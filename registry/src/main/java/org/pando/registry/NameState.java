package org.pando.registry;

/** The state of a name (registry specification, section 7). Reading it never needs the clock. */
public enum NameState {
  /** Owned; its zone is served. */
  ACTIVE,
  /** Revoked by its owner or recovery key: not served until the recovery key transfers it. */
  FROZEN,
  /** Released: a tombstone, anybody may claim it. */
  VACANT
}
