package org.pando.registry.policy;

import org.pando.registry.Bytes;
import org.pando.registry.crypto.SignatureVerifier;
import org.pando.registry.merge.Join;
import org.pando.registry.record.Bundle;
import org.pando.registry.rule.RecordException;

/**
 * Decides what an incoming bundle changes, in the order of cost (section 6): size, form, whether
 * the join would change anything, and only then cryptography, for what is new in it. A pure
 * function of its arguments and the network's configurations; any thread.
 */
public final class Admission {
  private final BundleRules rules;
  private final Join join;

  public Admission(NetworkRules network, SignatureVerifier verifier) {
    this.rules = new BundleRules(network, verifier);
    this.join = new Join(network.id());
  }

  /**
   * Decides on bytes from outside.
   *
   * @param held what the replica holds
   */
  public Decision decide(Bytes candidate, Bundle.Held held) {
    try {
      Bundle decoded = Bundle.decode(candidate, held);
      Bundle current = held.find(decoded.key());
      Bundle joined = join.join(current, decoded);
      if (joined.equals(current)) {
        return new Decision.Unchanged();
      }
      rules.check(decoded, current);
      return new Decision.Changed(joined);
    } catch (RecordException e) {
      return new Decision.Refused(BundleRules.judgement(e));
    }
  }
}
