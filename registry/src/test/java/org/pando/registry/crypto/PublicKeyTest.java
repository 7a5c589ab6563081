package org.pando.registry.crypto;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.pando.registry.Bytes;
import org.pando.registry.TestKeys;
import org.pando.registry.rule.InvalidException;
import org.pando.registry.rule.Rule;

/** Keys from outside, of which those that passed are remembered. */
class PublicKeyTest {
  private static final int PLACES = 8192;

  private static int place(Bytes bytes) {
    return bytes.hashCode() & (PLACES - 1);
  }

  @Test
  void aKeyThatPassedIsNotValidatedAgain() throws Exception {
    Bytes bytes = TestKeys.of("again").publicKey().bytes();
    assertSame(PublicKey.decode(bytes, "here"), PublicKey.decode(bytes, "there"));
  }

  @Test
  void keysOfOnePlaceAreToldApart() throws Exception {
    Map<Integer, Bytes> seen = new HashMap<>();
    for (int i = 0; ; i++) {
      Bytes bytes = TestKeys.of("one of many " + i).publicKey().bytes();
      Bytes other = seen.put(place(bytes), bytes);
      if (other != null) {
        assertEquals(other, PublicKey.decode(other, "here").bytes());
        assertEquals(bytes, PublicKey.decode(bytes, "here").bytes());
        assertEquals(other, PublicKey.decode(other, "here").bytes());
        return;
      }
    }
  }

  @Test
  void whatIsNoKeyPassesNeverBesideOneThatDid() throws Exception {
    Bytes good = TestKeys.of("beside").publicKey().bytes();
    assertEquals(good, PublicKey.decode(good, "here").bytes());
    byte[] bad = new byte[PublicKey.LENGTH];
    for (int i = 0; place(Bytes.of(bad)) != place(good); i++) {
      bad[0] = (byte) i;
      bad[1] = (byte) (i >> 8);
      bad[2] = (byte) (i >> 16);
      Arrays.fill(bad, 3, bad.length, (byte) 0xff); // no canonical encoding
    }
    for (int i = 0; i < 2; i++) {
      InvalidException e =
          assertThrows(InvalidException.class, () -> PublicKey.decode(Bytes.of(bad), "here"));
      assertEquals(Rule.V4, e.rule());
    }
  }
}
