package org.pando.registry.record;

import com.code_intelligence.jazzer.junit.FuzzTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.pando.registry.Decoding;

@Timeout(10)
final class SealFuzzTest {
  @Tag("I6")
  @FuzzTest
  void decode(byte[] input) {
    Decoding.assertStrict(input, Seal::decode);
  }
}
