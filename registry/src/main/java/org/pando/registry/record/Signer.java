package org.pando.registry.record;

/** Which of a holder's keys signed. */
public enum Signer {
  OWNER(0),
  RECOVERY(1);

  private final int number;

  Signer(int number) {
    this.number = number;
  }

  /** The number on the wire. */
  int number() {
    return number;
  }

  static Signer of(long number) {
    return number == 0 ? OWNER : RECOVERY;
  }
}
