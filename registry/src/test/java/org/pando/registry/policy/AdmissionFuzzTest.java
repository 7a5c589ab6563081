package org.pando.registry.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.pando.registry.Bytes;
import org.pando.registry.Decoding;
import org.pando.registry.TestNetwork;
import org.pando.registry.crypto.SignatureVerifier;
import org.pando.registry.record.Bundle;

@Timeout(10)
final class AdmissionFuzzTest {
  private static final TestNetwork HOME = TestNetwork.home();

  /** What the replica holds already: {@code blog} with a second zone. */
  private static final Map<String, Bundle> HELD = Map.of("blog", HOME.bundle("blog", 2));

  private static final Admission REAL = new Admission(HOME.rules(), SignatureVerifier.PINNED);

  /** Every signature is good: what nobody could sign is joined as well. */
  private static final Admission CREDULOUS =
      new Admission(HOME.rules(), (key, message, signature) -> true);

  @Tag("I6")
  @FuzzTest
  void decide(byte[] input) throws Exception {
    Bytes bytes = Bytes.of(input);
    Decision real = decide(REAL, bytes);
    Decision credulous = decide(CREDULOUS, bytes);
    switch (real) {
      case Decision.Changed changed -> assertEquals(changed, credulous);
      case Decision.Unchanged unchanged -> assertEquals(unchanged, credulous);
      case Decision.Refused refused -> assertFalse(credulous instanceof Decision.Unchanged);
    }
    if (credulous instanceof Decision.Changed(Bundle joined)) {
      assertTrue(joined.encode().length() <= Bundle.MAX_SIZE);
      assertEquals(joined, Bundle.decode(joined.encode()));
      assertEquals(
          new Decision.Unchanged(),
          CREDULOUS.decide(bytes, key -> key.equals(joined.key()) ? joined : null));
    }
  }

  private static Decision decide(Admission admission, Bytes bytes) {
    return Decoding.<Decision, RuntimeException>within(
        bytes.length(), () -> admission.decide(bytes, HELD::get));
  }
}
