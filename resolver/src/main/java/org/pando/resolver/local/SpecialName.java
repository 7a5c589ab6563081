package org.pando.resolver.local;

import org.xbill.DNS.Name;

/**
 * A special-use name, with everything below it.
 *
 * @param name absolute
 * @param kept whether local records and hosts files cannot change it
 * @param reference where its treatment is asked for
 */
record SpecialName(Name name, Treatment treatment, boolean kept, String reference) {
  /** How the name and those below it are answered. */
  enum Treatment {
    /** A and AAAA are the loopback addresses; nothing else exists, but every name does. */
    LOOPBACK,
    /** NXDOMAIN, the name itself included. */
    NO_NAME,
    /** A zone with SOA and NS records only: NXDOMAIN below it (RFC 6303 section 3). */
    EMPTY_ZONE,
    /** As an empty zone, but every name below it exists, without records. */
    NO_DATA
  }

  /** How long what never changes may be kept, in seconds (RFC 6303 section 3). */
  static final int KEPT_TTL = 10_800;

  /** Whether the name itself has SOA and NS records. */
  boolean hasApex() {
    return switch (treatment) {
      case EMPTY_ZONE, NO_DATA -> true;
      case LOOPBACK, NO_NAME -> false;
    };
  }

  /** How long a negative answer may be kept, in seconds: short where a name may come to exist. */
  int negativeTtl() {
    return kept ? KEPT_TTL : LocalNames.NEGATIVE_TTL;
  }
}
