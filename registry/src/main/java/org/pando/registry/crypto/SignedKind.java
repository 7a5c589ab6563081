package org.pando.registry.crypto;

/** What a signature says; a signature of one kind never verifies as another (section 3). */
public enum SignedKind {
  /** An operation, by the key that may decide it. */
  OP("op"),
  /** Consent to an operation, by a new owner or a new witness. */
  ACCEPT("accept"),
  /** The records of a name, by its owner. */
  ZONE("zone"),
  /** A revocation, by owner or recovery key. */
  REVOKE("revoke"),
  /** A witness's note of when it first saw a blinded claim. */
  RECEIPT("receipt"),
  /** A witness's first vote. */
  PREPARE("prepare"),
  /** A witness's second vote; a quorum of them is a certificate. */
  COMMIT("commit"),
  /** A witness's consent to a next round. */
  NEWROUND("newround"),
  /** A leader's proposal. */
  PROPOSE("propose"),
  /** A witness's summary of what it holds. */
  HEAD("head"),
  /** A witness's promise not to sign in its epoch again. */
  SEAL("seal");

  private final String text;

  SignedKind(String text) {
    this.text = text;
  }

  String text() {
    return text;
  }
}
