package org.pando.registry.keys;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Timeout;
import org.pando.registry.Decoding;
import org.pando.registry.keys.KeyFile.MalformedException;

@Timeout(10)
final class KeyFileFuzzTest {
  @FuzzTest
  void decode(byte[] input) throws Exception {
    String text = new String(input, StandardCharsets.ISO_8859_1);
    StoredKey key =
        Decoding.attempt(MalformedException.class, input.length, () -> KeyFile.decode(text));
    if (key != null) {
      assertEquals(key, KeyFile.decode(KeyFile.encode(key)));
    }
  }
}
