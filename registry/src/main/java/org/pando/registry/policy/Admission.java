package org.pando.registry.policy;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.pando.registry.Bytes;
import org.pando.registry.crypto.SignatureVerifier;
import org.pando.registry.merge.Join;
import org.pando.registry.record.Bundle;
import org.pando.registry.rule.RecordException;

/**
 * Decides what an incoming bundle changes, in the order of cost (section 6): size, form, whether
 * the join would change anything, and only then cryptography, for what is new in it. A pure
 * function of its arguments and the network's configurations; any thread.
 *
 * <p>In two steps, because only the first is dear and only the second needs the replica's thread:
 * {@link #examine} verifies, {@link #decide(Verified, Bundle)} joins.
 */
public final class Admission {
  private final NetworkRules network;
  private final BundleRules rules;
  private final Join join;

  public Admission(NetworkRules network, SignatureVerifier verifier) {
    this.network = network;
    this.rules = new BundleRules(network, verifier);
    this.join = new Join(network.id());
  }

  /**
   * Decides on bytes from outside.
   *
   * @param held what the replica holds
   */
  public Decision decide(Bytes candidate, Bundle.Held held) {
    return switch (examine(candidate, held)) {
      case Verified verified -> new Decision.Changed(verified.joined());
      case Examination.Decided(Decision decision) -> decision;
    };
  }

  /**
   * Verifies bytes from outside, unless they would change nothing.
   *
   * @param held what the replica holds, or held a moment ago: valid bundles
   */
  public Examination examine(Bytes candidate, Bundle.Held held) {
    try {
      Bundle decoded = Bundle.decode(candidate, held);
      Bundle current = held.find(decoded.key());
      Bundle joined = join.join(current, decoded);
      if (joined.equals(current)) {
        return new Examination.Decided(new Decision.Unchanged());
      }
      rules.check(decoded, current);
      return new Verified(network, decoded, current, joined);
    } catch (RecordException e) {
      return new Examination.Decided(new Decision.Refused(BundleRules.judgement(e)));
    }
  }

  /**
   * Decides on a verified bundle. What is held now need not be what was held when it was verified:
   * validity depends on neither. Under other rules than it was verified by it is verified again.
   *
   * @param current what the replica holds of the name now
   */
  public Decision decide(Verified candidate, @Nullable Bundle current) {
    if (!candidate.rules().equals(network)) {
      return decide(candidate.bundle().encode(), key -> current);
    }
    if (Objects.equals(current, candidate.before())) {
      return new Decision.Changed(candidate.joined());
    }
    Bundle joined = join.join(current, candidate.bundle());
    return joined.equals(current) ? new Decision.Unchanged() : new Decision.Changed(joined);
  }
}
