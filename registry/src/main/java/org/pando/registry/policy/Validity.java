package org.pando.registry.policy;

import org.pando.registry.record.Bundle;
import org.pando.registry.rule.Rule;

/** The judgement of a bundle; it depends on the bundle and the network's configurations only. */
public sealed interface Validity {
  /** Every rule holds. */
  record Valid(Bundle bundle) implements Validity {}

  /**
   * A rule is broken, for every replica and for ever.
   *
   * @param rule the first one found
   * @param text where, what, and the rule
   */
  record Invalid(Rule rule, String text) implements Validity {}

  /**
   * Of a higher version or a later epoch than this replica knows: neither stored nor forwarded.
   *
   * @param why what is not known, and what would make it known
   */
  record Unknown(String why) implements Validity {}
}
