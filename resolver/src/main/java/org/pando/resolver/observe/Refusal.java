package org.pando.resolver.observe;

/** Why a question got a reply that is no answer. */
public enum Refusal {
  NOT_ADMITTED,
  MALFORMED,
  OTHER_OPERATION,
  OTHER_EDNS_VERSION,
  NOT_SERVED,
  NO_RECURSION
}
