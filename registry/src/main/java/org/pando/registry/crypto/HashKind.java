package org.pando.registry.crypto;

/** What a hash names; like {@link SignedKind}, but never signed. */
public enum HashKind {
  /** A configuration. */
  CONFIG("config"),
  /** A key name's subject. */
  KEY("key"),
  /** An operation with its signatures. */
  SIGNED_OP("signed-op"),
  /** A claim, before it is shown. */
  BLIND("blind"),
  /** One decision of the witnesses. */
  INSTANCE("instance"),
  /** Proof of work. */
  STAMP("stamp");

  private final String text;

  HashKind(String text) {
    this.text = text;
  }

  String text() {
    return text;
  }
}
