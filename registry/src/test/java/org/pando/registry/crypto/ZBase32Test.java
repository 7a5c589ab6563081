package org.pando.registry.crypto;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.pando.registry.Bytes;
import org.pando.registry.rule.InvalidException;
import org.pando.registry.rule.Rule;

final class ZBase32Test {
  private static final String KEY = "bqkpizyruxoy6has3maqmhrqgw91ruyiwiqdc5b9we4rz78gq3po";

  @Test
  void everyKeyRoundTrips() throws Exception {
    Random random = new Random(1);
    for (int i = 0; i < 1000; i++) {
      byte[] key = new byte[32];
      random.nextBytes(key);
      String text = ZBase32.encode(Bytes.of(key));
      assertEquals(Bytes.of(key), ZBase32.decode(text));
      assertEquals(text, ZBase32.encode(ZBase32.decode(text)));
    }
    assertEquals("y".repeat(52), ZBase32.encode(Bytes.of(new byte[32])));
    assertEquals("9".repeat(51) + "o", ZBase32.encode(Bytes.fromHex("ff".repeat(32))));
  }

  @Test
  void eitherCaseIsRead() throws Exception {
    assertEquals(ZBase32.decode(KEY), ZBase32.decode(KEY.replace('k', 'K').replace('z', 'Z')));
  }

  @Test
  void everythingElseIsRefused() {
    for (String text :
        new String[] {
          "",
          KEY.substring(1),
          KEY + "y",
          KEY.substring(0, 51) + "b", // one of the four zeros is set
          KEY.replace('b', 'l'),
          KEY.replace('b', '0'),
          KEY.replace('k', '\u212a') // the Kelvin sign, lower case k in Unicode
        }) {
      assertEquals(
          Rule.V3, assertThrows(InvalidException.class, () -> ZBase32.decode(text)).rule(), text);
    }
  }
}
