package org.pando.registry.witness;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.code_intelligence.jazzer.junit.FuzzTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.pando.registry.Bytes;
import org.pando.registry.Decoding;
import org.pando.registry.NetworkId;
import org.pando.registry.rule.RecordException;

@Timeout(10)
final class RequestMessageFuzzTest {
  @Tag("I6")
  @FuzzTest
  void decode(byte[] input) {
    RequestMessage message = Decoding.assertStrict(input, RequestMessage::decode);
    NetworkId network =
        Decoding.attempt(
            RecordException.class, input.length, () -> RequestMessage.networkOf(Bytes.of(input)));
    if (message != null) {
      assertEquals(message.network(), network);
    }
  }
}
