package org.pando.registry.keys;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pando.registry.Bytes;
import org.pando.registry.Passphrase;
import org.pando.registry.RegistryException;
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

  private static String resource(String name) throws IOException {
    try (InputStream in = KeyFileTest.class.getResourceAsStream(name)) {
      assertNotNull(in);
      return new String(in.readAllBytes(), StandardCharsets.US_ASCII);
    }
  }

  /** This file must be readable for ever: never change it. */
  @Test
  void readsTheGoldenFile() throws Exception {
    assertEquals(GOLDEN, KeyFile.decode(resource("format-1.key")));
  }

  @Test
  void writesTheGoldenFile() throws Exception {
    assertEquals(resource("format-1.key"), KeyFile.encode(GOLDEN));
  }

  /** This file must open for ever: never change it. Another program made it. */
  @Test
  void opensTheGoldenFileUnderAPassphrase() throws Exception {
    StoredKey key = KeyFile.decode(resource("format-2.key"));
    assertTrue(key.isProtected());
    assertEquals(GOLDEN.publicKey(), key.publicKey());
    assertEquals(GOLDEN.recovery(), key.recovery());
    assertEquals(SEED, key.seed(passphrase("gr\u00fcne Espe")));
    assertEquals(GOLDEN, key.unprotected(SEED));
  }

  @Test
  void writesTheGoldenFileUnderAPassphrase() throws Exception {
    Bytes salt = Bytes.fromHex("3974bb28b538a23b3c2aa4f9d2e444c9");
    Bytes nonce = Bytes.fromHex("e3ea40a2476728e67aefaddc");
    SeedLock lock = new SeedLock(Argon2Cost.RECOMMENDED, salt, nonce);
    StoredKey key = GOLDEN.protectedBy(passphrase("gr\u00fcne Espe"), lock, SEED);
    assertEquals(resource("format-2.key"), KeyFile.encode(key));
  }

  @Test
  void derivesThePublicKeyOfTheSpecification() {
    assertEquals(PUBLIC_KEY, GOLDEN.publicKey().toHex());
  }

  @Test
  void readsFilesFromWindowsAndWithMoreComments() throws Exception {
    String text = text(GOLDEN).replace("kind", "\n# mine\n\nkind").replace("\n", "\r\n");
    assertEquals(GOLDEN, KeyFile.decode(text));
    String locked = text(protectedKey()).replace("kind", "\n# mine\n\nkind").replace("\n", "\r\n");
    assertEquals(SEED, KeyFile.decode(locked).seed(passphrase("espe")));
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
          pando-key 1 | pando-key 3 | it was written by a newer Pando (format 3, this program knows 2)
          pando-key 1 | pando-key 2 | the line 'argon2id ...' is missing or not in its place
          pando-key 1 | pando-key x | its version is not a number
          pando-key 1 | PKCS        | the line 'pando-key ...' is missing or not in its place
          label blog  | label /blog | its label is malformed
          kind owner  | kind king   | its kind is none of owner, recovery, witness, node
          kind owner  | type owner  | the line 'kind ...' is missing or not in its place
          2026-01-01  | 2026-21-01  | its time of creation is malformed
          public 0b   | public 0B   | its public is not 64 lower-case hexadecimal digits
          public 0b   | public 0c   | its public key is not the one of its seed
          """)
  void saysWhatIsWrong(String good, String bad, String message) {
    assertEquals(message, problem(changed(GOLDEN, good, bad)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          pando-key 2   | pando-key 1     | the line 'seed ...' is missing or not in its place
          argon2id      | scrypt          | the line 'argon2id ...' is missing or not in its place
          8 1 1         | 8 1             | its argon2id is not three numbers: KiB, passes and lanes
          8 1 1         | 08 1 1          | its argon2id is not three numbers: KiB, passes and lanes
          8 1 1         | 8 1 99999999999 | its argon2id is not three numbers: KiB, passes and lanes
          8 1 1         | 262145 1 1      | its argon2id is out of range, which is up to 262144 KiB (at least 8 a lane), 10 passes and 4 lanes
          8 1 1         | 999999999 1 1   | its argon2id is out of range, which is up to 262144 KiB (at least 8 a lane), 10 passes and 4 lanes
          8 1 1         | 8 11 1          | its argon2id is out of range, which is up to 262144 KiB (at least 8 a lane), 10 passes and 4 lanes
          8 1 1         | 8 1 5           | its argon2id is out of range, which is up to 262144 KiB (at least 8 a lane), 10 passes and 4 lanes
          8 1 1         | 8 1 2           | its argon2id is out of range, which is up to 262144 KiB (at least 8 a lane), 10 passes and 4 lanes
          8 1 1         | 7 1 1           | its argon2id is out of range, which is up to 262144 KiB (at least 8 a lane), 10 passes and 4 lanes
          salt 01       | salt 1          | its salt is not 32 lower-case hexadecimal digits
          nonce 1       | nonce 001       | its nonce is not 24 lower-case hexadecimal digits
          sealed        | sealed 0        | its sealed is not 96 lower-case hexadecimal digits
          """)
  void saysWhatIsWrongWithALock(String good, String bad, String message) throws Exception {
    assertEquals(message, problem(changed(protectedKey(), good, bad)));
  }

  @Test
  void refusesTruncatedAndContinuedFiles() throws Exception {
    assertEquals("the line 'pando-key ...' is missing or not in its place", problem(""));
    for (StoredKey key : List.of(GOLDEN, protectedKey())) {
      String text = text(key);
      assertEquals("there is more after its seed", problem(text + "seed again\n"));
      for (int length = 0; length < text.length() - 1; length++) {
        problem(text.substring(0, length));
      }
    }
  }

  /** Each line, changed to another of its form, keeps the seed closed. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          label blog     | label blig
          kind owner     | kind recovery
          2026-01-01     | 2026-01-02
          public 0b      | public 0c
          recovery bd    | recovery be
          recovery       | #
          argon2id 8 1 1 | argon2id 9 1 1
          argon2id 8 1 1 | argon2id 8 2 1
          argon2id 8 1 1 | argon2id 16 1 2
          salt 01        | salt 02
          nonce 1        | nonce 2
          """)
  void anAlteredFileDoesNotOpen(String good, String bad) throws Exception {
    assertStaysClosed(changed(protectedKey(), good, bad));
  }

  @Test
  void anAlteredSealDoesNotOpen() throws Exception {
    String text = text(protectedKey());
    int sealed = text.indexOf("sealed ") + "sealed ".length();
    for (int i = sealed; i < text.length() - 1; i++) {
      char other = text.charAt(i) == '0' ? '1' : '0';
      assertStaysClosed(text.substring(0, i) + other + text.substring(i + 1));
    }
  }

  /** As a file could be made whose passphrase is known, but which shows another key. */
  @Test
  void theSeedMustBeThatOfThePublicKey() throws Exception {
    Bytes other = Bytes.fromHex("00".repeat(32));
    StoredKey key = GOLDEN.protectedBy(passphrase("espe"), lock(), other);
    assertStaysClosed(text(key));
  }

  @Test
  void anotherPassphraseDoesNotOpen() throws Exception {
    StoredKey key = protectedKey();
    for (String wrong : List.of("Espe", "espe ", "esp", "espee")) {
      assertEquals(
          "key 'blog.home.alt': the passphrase is wrong, or the key's file was altered; try again"
              + " at a terminal or with --passphrase-file FILE, or restore the file from a backup",
          locked(() -> key.seed(passphrase(wrong))));
    }
    assertEquals(
        "key 'blog.home.alt' is protected; its passphrase is asked for at a terminal, or comes"
            + " with --passphrase-file FILE",
        locked(() -> key.seed(null)));
  }

  private static void assertStaysClosed(String text) throws Exception {
    StoredKey key = KeyFile.decode(text);
    assertTrue(
        locked(() -> key.seed(passphrase("espe"))).contains("the passphrase is wrong"), text);
  }

  private static String locked(Executable attempt) {
    RegistryException e = assertThrows(RegistryException.class, attempt);
    assertEquals(RegistryException.Kind.LOCKED, e.kind(), e.getMessage());
    return String.valueOf(e.getMessage());
  }

  private static Passphrase passphrase(String text) throws RegistryException {
    return Passphrase.of(text.toCharArray());
  }

  private static SeedLock lock() {
    Bytes salt = Bytes.fromHex("0123456789abcdef0123456789abcdef");
    return new SeedLock(new Argon2Cost(8, 1, 1), salt, Bytes.fromHex("123456789abc123456789abc"));
  }

  private static StoredKey protectedKey() throws RegistryException {
    return GOLDEN.protectedBy(passphrase("espe"), lock(), SEED);
  }

  private static String text(StoredKey key) {
    return KeyFile.encode(key);
  }

  private static String changed(StoredKey key, String good, String bad) {
    String text = text(key);
    assertTrue(text.contains(good), text);
    return text.replace(good, bad);
  }

  private static String problem(String text) {
    return String.valueOf(
        assertThrows(MalformedException.class, () -> KeyFile.decode(text), text).getMessage());
  }
}
