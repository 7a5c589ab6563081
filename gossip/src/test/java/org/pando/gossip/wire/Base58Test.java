package org.pando.gossip.wire;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.pando.gossip.Decoding.assertRefused;

import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pando.gossip.GossipException;
import org.pando.gossip.GossipException.Kind;

class Base58Test {
  /** Bitcoin's own vectors among them. */
  @ParameterizedTest
  @CsvSource({
    "'',''",
    "61,2g",
    "626262,a3gV",
    "636363,aPEr",
    "73696d706c792061206c6f6e6720737472696e67,2cFupjhnEsSn59qHXstmK2ffpLv2",
    "00eb15231dfceb60925886b67d065299925915aeb172c06647,1NS17iag9jJgTHD1VXjvLCEnZuQ3rJDE9L",
    "516b6fcd0f,ABnLTmg",
    "bf4f89001e670274dd,3SEo3LWLoPntC",
    "572e4794,3EFU7m",
    "ecac89cad93923c02321,EJDM8drfXA6uyA",
    "10c8511e,Rt5zm",
    "00000000000000000000,1111111111",
    "ff,5Q",
    "00ff,15Q",
    "0000ffff,11LUv",
  })
  void vectors(String hex, String text) throws GossipException {
    byte[] bytes = HexFormat.of().parseHex(hex);
    assertEquals(text, Base58.encode(bytes));
    assertArrayEquals(bytes, Base58.decode(text));
  }

  @Test
  void randomBytesComeBack() throws GossipException {
    Random random = new Random(58);
    for (int i = 0; i < 5_000; i++) {
      byte[] bytes = new byte[random.nextInt(92)];
      random.nextBytes(bytes);
      for (int zeros = random.nextInt(4); zeros > 0 && zeros <= bytes.length; zeros--) {
        bytes[zeros - 1] = 0;
      }
      assertArrayEquals(bytes, Base58.decode(Base58.encode(bytes)));
    }
  }

  @Test
  void randomTextOfTheAlphabetComesBack() throws GossipException {
    Random random = new Random(59);
    byte[] text = new byte[100];
    for (int i = 0; i < 2_000; i++) {
      for (int at = 0; at < text.length; at++) {
        text[at] =
            (byte)
                "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
                    .charAt(random.nextInt(58));
      }
      String value = new String(text, 0, random.nextInt(text.length), US_ASCII);
      assertEquals(value, Base58.encode(Base58.decode(value)));
    }
  }

  @Test
  void charactersOutsideTheAlphabetAreNamedWithTheirPlace() {
    for (String text : new String[] {"a0b", "aOb", "aIb", "alb", "a b", "aéb", "a\u0131b"}) {
      String message = assertRefused(Kind.MALFORMED, () -> Base58.decode(text));
      assertEquals("'" + text.charAt(1) + "' at 2 of '" + text + "' is not base58", message);
    }
  }

  @Test
  void longTextIsRefused() throws GossipException {
    assertEquals(94, Base58.decode("z".repeat(128)).length);
    assertRefused(Kind.LIMIT, () -> Base58.decode("1".repeat(129)));
  }
}
