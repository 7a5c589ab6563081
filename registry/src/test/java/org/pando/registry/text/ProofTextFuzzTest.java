package org.pando.registry.text;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Optional;
import org.junit.jupiter.api.Timeout;
import org.pando.registry.Bytes;
import org.pando.registry.Decoding;
import org.pando.registry.crypto.SignatureVerifier;
import org.pando.registry.policy.ProofRules;
import org.pando.registry.policy.ProofRules.Verdict;
import org.pando.registry.record.Proof;
import org.pando.registry.rule.InvalidException;

@Timeout(10)
final class ProofTextFuzzTest {
  /** As {@code pando verify} does: what is proved reads as the same when it is written again. */
  @FuzzTest
  void verify(byte[] input) throws Exception {
    String text = new String(input, UTF_8);
    Optional<Bytes> read =
        Decoding.attempt(InvalidException.class, input.length, () -> ProofText.read(text));
    if (read != null
        && read.isPresent()
        && ProofRules.check(read.get(), SignatureVerifier.PINNED)
            instanceof Verdict.Proved(Proof proof)) {
      assertEquals(read, ProofText.read(ProofText.write(proof)));
    }
  }
}
