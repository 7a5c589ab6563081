package org.pando.registry.keys;

import java.util.Locale;

/** What a key is for. */
public enum KeyKind {
  /** Owns names and signs their zones. */
  OWNER,
  /** Takes a name back when its owner key is lost or stolen. */
  RECOVERY,
  /** Decides claims for a network. */
  WITNESS,
  /** Is the node to its peers. */
  NODE;

  /** The word in a key file. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
