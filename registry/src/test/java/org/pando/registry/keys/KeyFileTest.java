package org.pando.registry.keys;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pando.registry.Bytes;
import org.pando.registry.keys.KeyFile.MalformedException;

class KeyFileTest {
  static final Bytes SEED =
      Bytes.fromHex("31ed07f8f0ad1d47d69c46316205d2f1e0ac2e10da108edfbf80b31523b834af");

  /** The "owner" key of the registry specification's worked example. */
  static final StoredKey GOLDEN =
      StoredKey.of(
          "blog.home.alt",
          KeyKind.OWNER,
          Instant.parse("2026-01-01T00:00:00Z"),
          Bytes.fromHex("bd3b545b2e098a9c7f76a07b3d260870fd6b680d0d0174f1d7c08958ec96e671"),
          SEED);

  private static final String PUBLIC_KEY =
      "0b94dadc049be00f7316caf0e5f08e353f224c15a55c366c3fa2344bf4e6765b";

  static byte[] golden() throws IOException {
    try (InputStream in = KeyFileTest.class.getResourceAsStream("format-1.key")) {
      assertNotNull(in);
      return in.readAllBytes();
    }
  }

  /** This file must be readable for ever: never change it. */
  @Test
  void readsTheGoldenFile() throws Exception {
    assertEquals(GOLDEN, KeyFile.decode(golden()));
  }

  @Test
  void writesTheGoldenFile() throws Exception {
    assertArrayEquals(golden(), KeyFile.encode(GOLDEN));
  }

  @Test
  void derivesThePublicKeyOfTheSpecification() {
    assertEquals(PUBLIC_KEY, GOLDEN.publicKey().toHex());
  }

  @Test
  void readsFilesFromWindowsAndWithMoreComments() throws Exception {
    String text = text().replace("kind", "\n# mine\n\nkind").replace("\n", "\r\n");
    assertEquals(GOLDEN, decode(text));
  }

  @Test
  void everyKindSurvives() throws Exception {
    for (KeyKind kind : KeyKind.values()) {
      StoredKey key = StoredKey.of("k", kind, GOLDEN.created(), null, SEED);
      assertEquals(key, KeyFile.decode(KeyFile.encode(key)));
    }
  }

  @Test
  void neverShowsTheSeedAsText() {
    assertFalse(GOLDEN.toString().contains(SEED.toHex()));
    assertTrue(GOLDEN.toString().contains(PUBLIC_KEY));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          pando-key 1 | pando-key 3 | it was written by a newer Pando (format 3, this program knows 2). Run the newer program again.
          pando-key 1 | pando-key x | its version is not a number. Restore the file from a backup or move it away.
          pando-key 1 | PKCS        | the line 'pando-key ...' is missing or not in its place. Restore the file from a backup or move it away.
          label blog  | label /blog | its label is malformed. Restore the file from a backup or move it away.
          kind owner  | kind king   | its kind is none of owner, recovery, witness, node. Restore the file from a backup or move it away.
          kind owner  | type owner  | the line 'kind ...' is missing or not in its place. Restore the file from a backup or move it away.
          2026-01-01  | 2026-21-01  | its time of creation is malformed. Restore the file from a backup or move it away.
          public 0b   | public 0B   | its public is not 64 lower-case hexadecimal digits. Restore the file from a backup or move it away.
          public 0b   | public 0c   | its public key is not the one of its seed. Restore the file from a backup or move it away.
          """)
  void saysWhatIsWrong(String good, String bad, String message) {
    String text = text();
    assertTrue(text.contains(good));
    assertEquals(message, problem(text.replace(good, bad)));
  }

  @Test
  void refusesTruncatedAndContinuedFiles() {
    assertEquals(
        "the line 'pando-key ...' is missing or not in its place. Restore the file from a backup or"
            + " move it away.",
        problem(""));
    assertTrue(problem(text() + "seed again\n").startsWith("there is more after its seed"));
    for (int length = 0; length < text().length() - 1; length++) {
      problem(text().substring(0, length));
    }
  }

  private static String text() {
    return new String(KeyFile.encode(GOLDEN), StandardCharsets.US_ASCII);
  }

  private static StoredKey decode(String text) throws MalformedException {
    return KeyFile.decode(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String problem(String text) {
    return String.valueOf(
        assertThrows(MalformedException.class, () -> decode(text), text).getMessage());
  }
}
