package org.pando.registry.keys;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pando.registry.Bytes;
import org.pando.registry.Passphrase;
import org.pando.registry.RegistryException;
import org.pando.registry.RegistryException.Kind;

class KeyStoreTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00.987Z");

  private static final Argon2Cost CHEAP = new Argon2Cost(8, 1, 1);

  @TempDir Path directory;

  /** Gives the octets 1, 2, 3 ... */
  private static final class CountingRandom extends SecureRandom {
    private static final long serialVersionUID = 1L;
    private byte next;

    @Override
    public void nextBytes(byte[] bytes) {
      for (int i = 0; i < bytes.length; i++) {
        bytes[i] = ++next;
      }
    }
  }

  private KeyStore store() {
    return new KeyStore(directory, new CountingRandom(), CHEAP);
  }

  @Test
  void findsWhatItMade() throws Exception {
    KeyStore store = store();
    StoredKey owner = store.create("blog", KeyKind.OWNER, NOW, null, null);
    StoredKey recovery = store.create("blog.recovery", KeyKind.RECOVERY, NOW, null, null);

    KeyStore reopened = store();
    assertEquals(List.of(owner, recovery), List.copyOf(reopened.list().keys()));
    assertEquals(List.of(), reopened.list().problems());
    assertEquals(
        List.of(directory.resolve("blog.key"), directory.resolve("blog.recovery.key")),
        List.copyOf(reopened.list().files().keySet()));
    assertEquals(Optional.of(owner), reopened.findByLabel("blog"));
    assertEquals(Optional.of(recovery), reopened.findByPublicKey(recovery.publicKey()));
    assertEquals(Optional.empty(), reopened.findByLabel("other"));
    assertEquals(1, owner.seed(null).at(0));
    assertEquals(33, recovery.seed(null).at(0));
    assertEquals(Instant.parse("2026-01-01T00:00:00Z"), owner.created());
  }

  @Test
  void writesFilesForTheOwnerOnlyAndNothingElse() throws Exception {
    store().create("blog", KeyKind.OWNER, NOW, null, null);
    assertEquals(
        "rw-------",
        PosixFilePermissions.toString(
            Files.getPosixFilePermissions(directory.resolve("blog.key"))));
    try (Stream<Path> files = Files.list(directory)) {
      assertEquals(List.of(directory.resolve("blog.key")), files.toList());
    }
  }

  @Test
  void anUnfinishedFileIsNoKeyAndIsReplaced() throws Exception {
    Files.writeString(directory.resolve("blog.key.new"), "pando-key 1\nlab");
    assertEquals(List.of(), store().list().problems());
    StoredKey key = store().create("blog", KeyKind.OWNER, NOW, null, null);
    assertEquals(List.of(key), List.copyOf(store().list().keys()));
  }

  @Test
  void neverOverwrites() throws Exception {
    store().create("blog", KeyKind.OWNER, NOW, null, null);
    byte[] before = Files.readAllBytes(directory.resolve("blog.key"));
    Path file = directory.resolve("blog.key");
    assertEquals(taken(file), refusedBlog());
    assertArrayEquals(before, Files.readAllBytes(file));

    Path renamed = Files.move(file, directory.resolve("renamed.key"));
    assertEquals(taken(renamed), refusedBlog());

    Files.writeString(file, "damaged");
    Files.delete(renamed);
    assertEquals(taken(file), refusedBlog());
    assertEquals("damaged", Files.readString(file));
  }

  private static String taken(Path file) {
    return "key label 'blog': there is a key of this label already ("
        + file
        + "), and a key is never overwritten; choose another label.";
  }

  private String refusedBlog() {
    return fault(Kind.CONFLICT, () -> store().create("blog", KeyKind.RECOVERY, NOW, null, null));
  }

  @Test
  void keepsAKeyFromElsewhereOnce() throws Exception {
    StoredKey key = store().create("blog", KeyKind.OWNER, NOW, null, null);
    Path file = directory.resolve("blog.key");
    Bytes seed = key.seed(null);
    assertEquals(
        "this key is here already, as 'blog': " + file,
        fault(Kind.CONFLICT, () -> store().add(key, "other", seed, null)));
    Files.delete(file);
    StoredKey added = store().add(key, "other", seed, null);
    assertEquals(Optional.of(added), store().findByLabel("other"));
    assertEquals(
        Optional.of(directory.resolve("other.key")),
        store().list().fileOf(other -> other.equals(added)));
    assertTrue(fault(Kind.INVALID, () -> store().add(key, "../x", seed, null)).contains("'../x'"));
  }

  @Test
  void aPassphraseIsSetChangedAndRemoved() throws Exception {
    KeyStore store = store();
    Path file = directory.resolve("blog.key");
    StoredKey open = store.create("blog", KeyKind.OWNER, NOW, null, null);
    String before = Files.readString(file);
    Bytes seed = open.seed(null);

    store.rewrite(open, seed, passphrase("one"));
    assertSealed(file, seed);
    String underOne = Files.readString(file);
    StoredKey locked = store.findByLabel("blog").orElseThrow();
    assertEquals(seed, locked.seed(passphrase("one")));

    store.rewrite(locked, seed, passphrase("one"));
    assertSealed(file, seed);
    assertNotEquals(underOne, Files.readString(file), "salt and nonce are fresh");
    assertEquals(seed, store.findByLabel("blog").orElseThrow().seed(passphrase("one")));

    store.rewrite(locked, seed, null);
    assertEquals(before, Files.readString(file));
    try (Stream<Path> files = Files.list(directory)) {
      assertEquals(List.of(file), files.toList());
    }
  }

  private static void assertSealed(Path file, Bytes seed) throws Exception {
    assertFalse(Files.readString(file).contains(seed.toHex()));
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
  }

  @Test
  void aNewKeyCanBeUnderAPassphrase() throws Exception {
    StoredKey key = store().create("blog", KeyKind.OWNER, NOW, null, passphrase("one"));
    assertSealed(directory.resolve("blog.key"), key.seed(passphrase("one")));
    assertEquals(Optional.of(key), store().findByPublicKey(key.publicKey()));
  }

  /** A key may lie on another disk. */
  @Test
  void aPassphraseIsSetWhereALinkLeads() throws Exception {
    StoredKey key = store().create("blog", KeyKind.OWNER, NOW, null, null);
    Path link = directory.resolve("blog.key");
    Path real = Files.createDirectory(directory.resolve("disk")).resolve("file");
    Files.move(link, real);
    Files.createSymbolicLink(link, real);
    store().rewrite(key, key.seed(null), passphrase("one"));
    assertTrue(Files.isSymbolicLink(link));
    assertSealed(real, key.seed(null));
  }

  @Test
  void aKeyThatIsGoneHasNoFileToWrite() throws Exception {
    StoredKey key = store().create("blog", KeyKind.OWNER, NOW, null, null);
    Files.delete(directory.resolve("blog.key"));
    assertEquals(
        "key 'blog': its file is gone; restore it from a backup",
        fault(Kind.NO_KEY, () -> store().rewrite(key, key.seed(null), null)));
  }

  private static Passphrase passphrase(String text) throws RegistryException {
    return Passphrase.of(text.toCharArray());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "../blog", "Blog", ".blog", "a/b", "a b", "é"})
  void refusesLabelsThatAreNoFileNames(String label) {
    assertEquals(
        "key label '"
            + label
            + "': use 1 to 150 of a-z, 0-9, '.', '_' and '-', beginning with a letter or digit;"
            + " example: blog-owner.",
        fault(Kind.INVALID, () -> store().create(label, KeyKind.OWNER, NOW, null, null)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"rw-r-----", "rw----r--", "rw--w----"})
  void refusesFilesOpenToOthers(String permissions) throws Exception {
    KeyStore store = store();
    StoredKey bad = store.create("bad", KeyKind.OWNER, NOW, null, null);
    StoredKey good = store.create("good", KeyKind.OWNER, NOW, null, null);
    Path file = directory.resolve("bad.key");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));

    String problem =
        "key file "
            + file
            + ": others than its owner may read or write it, so it is not used. Run: chmod 600 '"
            + file
            + "'; if others had access to this computer, replace the key.";
    assertEquals(List.of(good), List.copyOf(store.list().keys()));
    assertEquals(List.of(problem), store.list().problems());
    assertEquals(Optional.of(good), store.findByLabel("good"));
    assertEquals(problem, fault(Kind.NO_KEY, () -> store.findByPublicKey(bad.publicKey())));
  }

  @Test
  void reportsEveryUnusableFile() throws Exception {
    StoredKey good = store().create("good", KeyKind.OWNER, NOW, null, null);
    privateFile("damaged.key", "pando-key 1\n");
    privateFile("huge.key", "#".repeat(5000));
    Files.createDirectory(
        directory.resolve("folder.key"),
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));

    KeyStore.Listing listing = store().list();
    assertEquals(List.of(good), List.copyOf(listing.keys()));
    assertEquals(
        List.of(
            "key file "
                + directory
                + "/damaged.key: the line 'label ...' is missing or not in its place. Restore the"
                + " file from a backup or move it away.",
            "key file "
                + directory
                + "/folder.key: cannot be read (Is a directory). It must be a file that belongs to"
                + " the user who runs Pando.",
            "key file "
                + directory
                + "/huge.key: it is longer than 4096 bytes. Restore the file from a backup or move"
                + " it away."),
        listing.problems());
  }

  @Test
  void saysWhyNothingCanBeReadOrWritten() {
    KeyStore store = new KeyStore(directory.resolve("missing"), new CountingRandom(), CHEAP);
    assertTrue(fault(Kind.STORE, store::list).contains("key directory " + directory + "/missing"));
  }

  private void privateFile(String name, String content) throws Exception {
    Path file = directory.resolve(name);
    Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(file, content);
  }

  private static String fault(Kind kind, Executable action) {
    RegistryException e = assertThrows(RegistryException.class, action);
    assertEquals(kind, e.kind(), e.getMessage());
    return String.valueOf(e.getMessage());
  }
}
