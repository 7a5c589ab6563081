package org.pando.registry.witness;

import com.code_intelligence.jazzer.junit.FuzzTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.pando.registry.Decoding;

@Timeout(10)
final class ReplyMessageFuzzTest {
  @Tag("I6")
  @FuzzTest
  void decode(byte[] input) {
    ReplyMessage _ = Decoding.assertStrict(input, ReplyMessage::decode);
  }
}
