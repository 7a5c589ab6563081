package org.pando.registry;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class PassphraseTest {
  private static final String COMPOSED = "gr\u00fcn";
  private static final String DECOMPOSED = "gru\u0308n";

  private static Passphrase typed(String text) throws RegistryException {
    return Passphrase.of(text.toCharArray());
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void isTheSameHoweverItsLettersAreComposed() throws Exception {
    assertArrayEquals(utf8(COMPOSED), typed(DECOMPOSED).toArray());
    assertArrayEquals(utf8(COMPOSED), Passphrase.ofUtf8(utf8(DECOMPOSED)).toArray());
    assertTrue(typed(COMPOSED).isSame(typed(DECOMPOSED)));
    assertFalse(typed("blue").isSame(typed("Blue")));
    assertArrayEquals(utf8("a b\t€ 𝄞"), typed("a b\t€ 𝄞").toArray());
  }

  @Test
  void isOverwrittenWhenClosedAndNeverShown() throws Exception {
    Passphrase passphrase = typed("secret");
    assertFalse(passphrase.toString().contains("secret"));
    passphrase.close();
    assertArrayEquals(new byte[6], passphrase.toArray());
  }

  @Test
  void leavesItsSourceToTheCaller() throws Exception {
    byte[] source = utf8("secret");
    Passphrase.ofUtf8(source).close();
    assertArrayEquals(utf8("secret"), source);
  }

  @Test
  void hasOneTo1024OctetsOfUnicode() throws Exception {
    assertEquals(1024, typed("é".repeat(512)).toArray().length);
    assertEquals(
        "the passphrase has 1026 octets; use at most 1024", refusal(() -> typed("é".repeat(513))));
    assertTrue(refusal(() -> typed("")).startsWith("the passphrase is empty"));
    assertTrue(refusal(() -> Passphrase.ofUtf8(new byte[0])).startsWith("the passphrase is empty"));
    assertEquals(
        "the passphrase has a character that could not be read; set the terminal to UTF-8",
        refusal(() -> typed("gr\ufffdn")));
    String notText = "the passphrase is not UTF-8 text; type or store it as such";
    assertEquals(notText, refusal(() -> typed("\ud800x")));
    assertEquals(notText, refusal(() -> typed("x\ud800")));
    assertEquals(notText, refusal(() -> Passphrase.ofUtf8(new byte[] {'a', (byte) 0xff})));
    assertEquals(notText, refusal(() -> Passphrase.ofUtf8(new byte[] {'a', (byte) 0xc3})));
  }

  private static String refusal(Executable attempt) {
    RegistryException e = assertThrows(RegistryException.class, attempt);
    assertEquals(RegistryException.Kind.INVALID, e.kind());
    return String.valueOf(e.getMessage());
  }
}
