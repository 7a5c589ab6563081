package org.pando.resolver.upstream;

/** What can be wrong with an upstream in a rehearsal. */
public enum Impairment {
  /** It says nothing. */
  BLACKHOLE,
  /** It answers SERVFAIL to everything. */
  SERVFAIL,
  /** It takes {@value #SLOW_MILLIS} ms longer. */
  SLOW,
  /** Half of the questions do not reach it. */
  LOSS,
  /** The clock of this computer is wrong, so that no certificate is valid. */
  CLOCK;

  static final int SLOW_MILLIS = 1500;
}
