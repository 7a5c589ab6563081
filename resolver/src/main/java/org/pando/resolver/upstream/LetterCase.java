package org.pando.resolver.upstream;

import java.util.random.RandomGenerator;

/**
 * Whether the letters of a question's name are capitals at random, which a forger has to guess too
 * (0x20). A server that does not give them back as they came, over a connection where nobody forges
 * replies, is asked without. Any thread.
 */
final class LetterCase {
  private static final int BIT = 0x20;

  private final RandomGenerator random;
  private volatile boolean isRandom;

  private LetterCase(RandomGenerator random, boolean isRandom) {
    this.random = random;
    this.isRandom = isRandom;
  }

  /** Shuffles until {@link #lost}. */
  static LetterCase random(RandomGenerator random) {
    return new LetterCase(random, true);
  }

  /** Leaves names as they are. */
  static LetterCase asAsked(RandomGenerator random) {
    return new LetterCase(random, false);
  }

  /** The server does not keep the case. */
  void lost() {
    isRandom = false;
  }

  boolean isRandom() {
    return isRandom;
  }

  /**
   * A name in another case.
   *
   * @param name in wire form, with what follows it
   * @param length of the name
   */
  byte[] shuffled(byte[] name, int length) {
    byte[] shuffled = name.clone();
    long bits = 0;
    int left = 0;
    for (int i = 0; i < length; i++) {
      if (isLetter(name[i])) {
        if (left == 0) {
          bits = random.nextLong();
          left = Long.SIZE;
        }
        shuffled[i] = (byte) ((name[i] & ~BIT) | ((bits & 1) == 0 ? 0 : BIT));
        bits >>>= 1;
        left--;
      }
    }
    return shuffled;
  }

  /** Lengths of labels are below every letter, so that they need no care. */
  private static boolean isLetter(byte octet) {
    int small = octet | BIT;
    return small >= 'a' && small <= 'z';
  }

  static boolean same(byte one, byte other) {
    return one == other || (isLetter(one) && (one | BIT) == (other | BIT));
  }
}
