package org.pando.registry.keys;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
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
import org.pando.registry.RegistryException;
import org.pando.registry.RegistryException.Kind;

class KeyStoreTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00.987Z");

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
    return new KeyStore(directory, new CountingRandom(), Argon2Cost.RECOMMENDED);
  }

  @Test
  void findsWhatItMade() throws Exception {
    KeyStore store = store();
    StoredKey owner = store.create("blog", KeyKind.OWNER, NOW, null, null);
    StoredKey recovery = store.create("blog.recovery", KeyKind.RECOVERY, NOW, null, null);

    KeyStore reopened = store();
    assertEquals(new KeyStore.Listing(List.of(owner, recovery), List.of()), reopened.list());
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
    assertEquals(List.of(key), store().list().keys());
  }

  @Test
  void neverOverwrites() throws Exception {
    store().create("blog", KeyKind.OWNER, NOW, null, null);
    byte[] before = Files.readAllBytes(directory.resolve("blog.key"));
    String message =
        "key label 'blog': there is a key of this label already, and a key is never overwritten;"
            + " choose another label.";
    assertEquals(
        message,
        fault(Kind.INVALID, () -> store().create("blog", KeyKind.RECOVERY, NOW, null, null)));
    assertArrayEquals(before, Files.readAllBytes(directory.resolve("blog.key")));

    Files.move(directory.resolve("blog.key"), directory.resolve("renamed.key"));
    assertEquals(
        message,
        fault(Kind.INVALID, () -> store().create("blog", KeyKind.RECOVERY, NOW, null, null)));

    Files.writeString(directory.resolve("blog.key"), "damaged");
    Files.delete(directory.resolve("renamed.key"));
    assertEquals(
        message,
        fault(Kind.INVALID, () -> store().create("blog", KeyKind.RECOVERY, NOW, null, null)));
    assertEquals("damaged", Files.readString(directory.resolve("blog.key")));
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
    assertEquals(new KeyStore.Listing(List.of(good), List.of(problem)), store.list());
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
    assertEquals(List.of(good), listing.keys());
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
    KeyStore store =
        new KeyStore(directory.resolve("missing"), new CountingRandom(), Argon2Cost.RECOMMENDED);
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
