package org.pando.registry.policy;

import org.pando.registry.Bytes;
import org.pando.registry.crypto.SignatureVerifier;
import org.pando.registry.record.Proof;
import org.pando.registry.rule.RecordException;
import org.pando.registry.rule.UnknownException;

/** Judges proofs: a pure function, any thread. */
public final class ProofRules {
  private ProofRules() {}

  /** The judgement of a proof. */
  public sealed interface Verdict {
    /** Everything in it holds. */
    record Proved(Proof proof) implements Verdict {}

    /**
     * It proves nothing.
     *
     * @param why where and what, and the rule where one is broken
     */
    record Refused(String why) implements Verdict {}
  }

  /** Judges a proof from outside: its form, and every rule for its bundle in its network. */
  public static Verdict check(Bytes bytes, SignatureVerifier verifier) {
    try {
      Proof proof = Proof.decode(bytes);
      if (!proof.links().isEmpty()) {
        throw new UnknownException(
            "proof",
            "its network has changed its witnesses; this program judges networks that have not,"
                + " update it");
      }
      new BundleRules(NetworkRules.of(proof.genesis()), verifier).check(proof.bundle(), null);
      return new Verdict.Proved(proof);
    } catch (RecordException e) {
      return new Verdict.Refused(e.getMessage());
    }
  }
}
