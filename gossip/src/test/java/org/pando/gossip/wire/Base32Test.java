package org.pando.gossip.wire;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.pando.gossip.Decoding.assertRefused;

import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pando.gossip.GossipException;
import org.pando.gossip.GossipException.Kind;

class Base32Test {
  /** RFC 4648, section 10, in lower case without padding. */
  @ParameterizedTest
  @CsvSource({
    "'',''",
    "f,my",
    "fo,mzxq",
    "foo,mzxw6",
    "foob,mzxw6yq",
    "fooba,mzxw6ytb",
    "foobar,mzxw6ytboi"
  })
  void vectorsOfTheRfc(String bytes, String text) throws GossipException {
    assertEquals(bytes, new String(Base32.decode(text), US_ASCII));
  }

  @Test
  void whatAnotherEncoderWritesIsRead() throws GossipException {
    Random random = new Random(32);
    for (int i = 0; i < 2_000; i++) {
      byte[] bytes = new byte[random.nextInt(60)];
      random.nextBytes(bytes);
      String text = org.bouncycastle.util.encoders.Base32.toBase32String(bytes);
      assertArrayEquals(bytes, Base32.decode(text.replace("=", "").toLowerCase(Locale.ROOT)));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"MY", "my======", "m", "mz1", "mz0", "mzé", "mz", "mzxr", "mza", "mzxw6yqaa"})
  void otherTextIsRefused(String text) {
    assertRefused(Kind.MALFORMED, () -> Base32.decode(text));
  }

  @Test
  void longTextIsRefused() throws GossipException {
    assertEquals(80, Base32.decode("a".repeat(128)).length);
    assertRefused(Kind.LIMIT, () -> Base32.decode("a".repeat(129)));
  }
}
