package org.pando.registry.keys;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.code_intelligence.jazzer.junit.FuzzTest;
import org.junit.jupiter.api.Timeout;
import org.pando.registry.Decoding;
import org.pando.registry.keys.KeyFile.MalformedException;

@Timeout(10)
final class KeyFileFuzzTest {
  @FuzzTest
  void decode(byte[] input) throws Exception {
    StoredKey key =
        Decoding.attempt(MalformedException.class, input.length, () -> KeyFile.decode(input));
    if (key != null) {
      assertEquals(key, KeyFile.decode(KeyFile.encode(key)));
    }
  }
}
