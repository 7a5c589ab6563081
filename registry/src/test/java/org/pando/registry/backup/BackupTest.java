package org.pando.registry.backup;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pando.registry.Bytes;
import org.pando.registry.Network;
import org.pando.registry.Published;
import org.pando.registry.RegistryException;
import org.pando.registry.RegistryException.Kind;
import org.pando.registry.TestNetwork;
import org.pando.registry.crypto.SignatureVerifier;
import org.pando.registry.keys.Argon2Cost;
import org.pando.registry.keys.KeyKind;
import org.pando.registry.keys.KeyStore;
import org.pando.registry.keys.StoredKey;
import org.pando.registry.replica.Replica;
import org.pando.registry.store.DataDirectory;
import org.pando.registry.store.SqliteStore;
import org.pando.registry.store.StoreReader;
import org.pando.registry.store.StoredBundle;
import org.pando.registry.store.StoredChange;

class BackupTest {
  private static final TestNetwork HOME = TestNetwork.home();
  private static final Instant NOW = Instant.parse("2026-11-25T10:00:00Z");

  @TempDir Path folder;
  private final SecureRandom random = new SecureRandom();
  private Path data = Path.of("");
  private Path file = Path.of("");

  /** A data directory with two names and one key, as a node leaves it. */
  @BeforeEach
  void fill() throws Exception {
    data = folder.resolve("data");
    file = folder.resolve("pando.backup");
    try (DataDirectory directory = DataDirectory.open(data)) {
      try (Replica replica = open(directory.database())) {
        Network home = replica.add(HOME.genesis());
        replica.apply(home, HOME.bundle("blog", 1).encode());
        replica.apply(home, HOME.bundle("shop", 2).encode());
      }
      keys(data).create("default", KeyKind.OWNER, NOW, null, null);
    }
    Files.createDirectory(data.resolve("offers"));
    Files.writeString(data.resolve("offers/blog.home.alt.offer"), "an offer");
    Files.writeString(data.resolve("witness.db"), "votes");
    Files.writeString(data.resolve("keys/half.key.new"), "unfinished");
  }

  private static Replica open(Path database) throws RegistryException {
    return Replica.open(SqliteStore.open(database), SignatureVerifier.PINNED, 1);
  }

  private KeyStore keys(Path directory) {
    return new KeyStore(directory.resolve("keys"), random, Argon2Cost.RECOMMENDED);
  }

  private Backup.Written backUp() throws RegistryException {
    try (StoreReader reader = StoreReader.open(data.resolve("registry.db"))) {
      return new Backup(reader, () -> Backup.smallFiles(data), "0.1.0", NOW).write(file);
    }
  }

  private Restore.Restored restore(Path directory) throws RegistryException {
    return new Restore(file, random).into(directory);
  }

  private static Set<String> tree(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      return files
          .filter(each -> !each.equals(directory))
          .map(each -> directory.relativize(each).toString())
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }

  private static String mode(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  private static void assertServes(Path directory, String... names) throws Exception {
    try (DataDirectory opened = DataDirectory.open(directory);
        Replica replica = open(opened.database())) {
      assertFalse(replica.load(99));
      Network home = replica.networks().getFirst();
      assertEquals(names.length, replica.extent(home).names());
      for (String name : names) {
        assertInstanceOf(Published.Served.class, replica.find(home, name));
      }
    }
  }

  @Test
  void whatIsRestoredIsWhatWasThere() throws Exception {
    Backup.Written written = backUp();
    assertEquals(2, written.names());
    assertEquals(Files.size(file), written.size());
    assertEquals("rw-------", mode(file));
    Path copy = folder.resolve("new/copy");
    Restore.Restored restored = restore(copy);
    assertEquals("0.1.0", restored.program());
    assertEquals(NOW, restored.created());
    assertEquals(2, restored.names());
    assertEquals(0, restored.damaged());
    assertEquals(
        List.of("default"), restored.keys().keys().stream().map(StoredKey::label).toList());
    assertEquals(
        Set.of(
            "format",
            "keys",
            "keys/default.key",
            "offers",
            "offers/blog.home.alt.offer",
            "registry.db",
            "restored",
            "revocations"),
        tree(copy));
    for (String name : tree(copy)) {
      boolean directory = Files.isDirectory(copy.resolve(name));
      assertEquals(directory ? "rwx------" : "rw-------", mode(copy.resolve(name)), name);
    }
    assertEquals(
        Files.readString(data.resolve("keys/default.key")),
        Files.readString(copy.resolve("keys/default.key")));
    assertServes(copy, "blog", "shop");
  }

  @Test
  void aStoreThatIsOpenIsBackedUpToo() throws Exception {
    try (Replica replica = open(data.resolve("registry.db"))) {
      replica.apply(replica.networks().getFirst(), HOME.bundle("third", 1).encode());
      assertEquals(3, backUp().names());
    }
    restore(folder.resolve("copy"));
    assertServes(folder.resolve("copy"), "blog", "shop", "third");
  }

  @Test
  void aFileThatIsThereIsNeverOverwritten() throws Exception {
    Files.writeString(file, "mine");
    RegistryException e = assertThrows(RegistryException.class, this::backUp);
    assertEquals(Kind.INVALID, e.kind());
    assertEquals(
        "backup " + file + ": there is a file of this name already; choose another name.",
        e.getMessage());
    assertEquals("mine", Files.readString(file));
    assertEquals(Set.of("data", "pando.backup"), names(folder));
  }

  private static Set<String> names(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(each -> String.valueOf(each.getFileName())).collect(Collectors.toSet());
    }
  }

  @Test
  void whatAnInterruptedBackupLeftIsReplaced() throws Exception {
    Files.writeString(folder.resolve("pando.backup.new"), "half");
    Files.writeString(folder.resolve("pando.backup.store.new"), "half");
    backUp();
    assertEquals(Set.of("data", "pando.backup"), names(folder));
    restore(folder.resolve("copy"));
  }

  @Test
  void whereItCannotWriteItSaysSo() {
    file = folder.resolve("missing/pando.backup");
    RegistryException e = assertThrows(RegistryException.class, this::backUp);
    assertEquals(Kind.STORE, e.kind());
    assertEquals(
        "backup "
            + file
            + ": the node cannot write it (no such folder). The folder must exist, have space, and"
            + " belong to the user who runs the node.",
        e.getMessage());
  }

  @Test
  void aNodeThatStopsMakesNone() throws Exception {
    try (StoreReader reader = StoreReader.open(data.resolve("registry.db"))) {
      reader.interrupt();
      Backup backup = new Backup(reader, () -> Backup.smallFiles(data), "0.1.0", NOW);
      assertThrows(RegistryException.class, () -> backup.write(file));
    }
    try (StoreReader reader = StoreReader.open(data.resolve("registry.db"))) {
      Backup.SmallFiles stopping =
          () -> {
            reader.interrupt();
            return List.of();
          };
      Backup backup = new Backup(reader, stopping, "0.1.0", NOW);
      assertThrows(RegistryException.class, () -> backup.write(file));
    }
    assertEquals(Set.of("data"), names(folder));
  }

  @Test
  void anEmptyDirectoryIsFilled() throws Exception {
    backUp();
    Path mounted = Files.createDirectories(folder.resolve("mounted"));
    Files.createDirectory(mounted.resolve("lost+found"));
    Files.createDirectories(mounted.resolve("restore.new/keys"));
    restore(mounted);
    assertTrue(names(mounted).containsAll(Set.of("format", "registry.db", "keys", "restored")));
    assertFalse(Files.exists(mounted.resolve("restore.new")));
    assertServes(mounted, "blog", "shop");
  }

  @Test
  void aDirectoryWithSomethingInItIsNotTouched() throws Exception {
    backUp();
    Path used = Files.createDirectories(folder.resolve("used"));
    Files.writeString(used.resolve("note"), "mine");
    refuses(used, "not empty, and a backup is restored into a new or empty one only");
    assertEquals(Set.of("note"), names(used));
    refuses(data, "data directory " + data + ": not empty");
  }

  private void refuses(Path directory, String why) {
    RegistryException e = assertThrows(RegistryException.class, () -> restore(directory));
    assertTrue(String.valueOf(e.getMessage()).contains(why), e.getMessage());
  }

  /** Refused, and no trace is left of the attempt. */
  private void refusesTheFile(String why) throws Exception {
    Set<String> before = names(folder);
    refuses(folder.resolve("copy"), why);
    assertEquals(before, names(folder));
  }

  @Test
  void aFileThatIsNoBackupIsRefused() throws Exception {
    refusesTheFile("backup " + file + ": no such file");
    Files.writeString(file, "hello");
    refusesTheFile("backup " + file + ": damaged: it is no zip file, or cut off.");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
      zip.putNextEntry(new ZipEntry("song.mp3"));
    }
    refusesTheFile("no backup of Pando: it has no manifest");
  }

  @Test
  void aFileThatIsCutOffIsRefused() throws Exception {
    backUp();
    byte[] whole = Files.readAllBytes(file);
    for (int length = 0; length < whole.length; length += 1 + whole.length / 40) {
      Files.write(file, Arrays.copyOf(whole, length));
      refusesTheFile("damaged");
    }
  }

  /** Whatever octet changes, the result is the same data directory or none. */
  @Test
  void aFileWithAWrongOctetIsRefusedOrGivesTheSame() throws Exception {
    backUp();
    byte[] whole = Files.readAllBytes(file);
    Path copy = folder.resolve("copy");
    int refused = 0;
    for (int at = 0; at < whole.length; at += at > whole.length - 700 ? 7 : whole.length / 60) {
      byte[] bad = whole.clone();
      bad[at] ^= 0x55;
      Files.write(file, bad);
      try {
        restore(copy);
        assertServes(copy, "blog", "shop");
        assertEquals(
            Files.readString(data.resolve("keys/default.key")),
            Files.readString(copy.resolve("keys/default.key")));
        Files.move(copy, folder.resolve("restored" + at));
      } catch (RegistryException e) {
        assertEquals(Kind.INVALID, e.kind(), e.getMessage());
        assertFalse(Files.exists(copy));
        refused++;
      }
    }
    assertTrue(refused > 50, refused + " refused");
  }

  private Map<String, byte[]> entries() throws IOException {
    Map<String, byte[]> entries = new LinkedHashMap<>();
    try (ZipFile zip = new ZipFile(file.toFile())) {
      for (ZipEntry entry : zip.stream().toList()) {
        entries.put(entry.getName(), zip.getInputStream(entry).readAllBytes());
      }
    }
    return entries;
  }

  /** Writes the backup again with another manifest and more entries, or others. */
  private void rewrite(UnaryOperator<String> manifest, Map<String, byte[]> more)
      throws IOException {
    Map<String, byte[]> entries = entries();
    entries.putAll(more);
    entries.computeIfPresent(
        "manifest", (name, bytes) -> octets(manifest.apply(new String(bytes, UTF_8))));
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
      for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
        zip.putNextEntry(new ZipEntry(entry.getKey()));
        zip.write(entry.getValue());
      }
    }
  }

  private static byte[] octets(String text) {
    return text.getBytes(UTF_8);
  }

  private void edit(String from, String to) throws Exception {
    backUp();
    rewrite(
        text -> {
          assertTrue(text.contains(from), text);
          return text.replace(from, to);
        },
        Map.of());
  }

  @Test
  void aNewerFormatIsRefused() throws Exception {
    edit("pando-backup 1", "pando-backup 2");
    refusesTheFile(
        "made by a newer Pando (backup format 2, this program knows 1); restore it with the newer");
    Files.delete(file);
    edit("\ndata " + DataDirectory.VERSION + "\n", "\ndata 999\n");
    refusesTheFile("made by a newer Pando (data directory format 999");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../evil",
        "/tmp/evil",
        "keys/../../evil",
        "keys/..",
        "keys/",
        "keys/a/b",
        "keys\\evil",
        "witness.db",
        "format",
        "restored",
        "other/evil"
      })
  void aPartThatIsNoFileOfADataDirectoryIsRefused(String name) throws Exception {
    edit("keys/default.key", name);
    refusesTheFile("it holds '" + name + "', which is no file of a data directory");
  }

  @Test
  void anEntryThatIsNotListedIsRefused() throws Exception {
    backUp();
    rewrite(text -> text, Map.of("keys/more.key", octets("x")));
    refusesTheFile("it holds 'keys/more.key', which its manifest does not list");
  }

  @Test
  void aPartThatIsMissingIsRefused() throws Exception {
    String line = "part 8 " + "0".repeat(64) + " keys/lost.key\n";
    edit("\ndata ", "\ndata ");
    rewrite(text -> text + line, Map.of());
    refusesTheFile("'keys/lost.key' is missing from it");
    Files.delete(file);
    edit(" keys/default.key", " registry.db");
    refusesTheFile("it holds 'registry.db' twice");
  }

  @ParameterizedTest
  @ValueSource(strings = {"pando-backup 1", "program ", "created 2026", "\ndata ", "\npart "})
  void aManifestOfAnotherFormIsRefused(String line) throws Exception {
    edit(line, line.replaceFirst("[a-z]", "X"));
    refusesTheFile("its manifest has the line");
  }

  @Test
  void aPartThatUnpacksToFarMoreThanItIsIsRefused() throws Exception {
    edit("default.key", "default.key");
    String zeros = "\0".repeat(9_000_000);
    rewrite(
        text -> text + "part 9000000 " + "0".repeat(64) + " keys/bomb.key\n",
        Map.of("keys/bomb.key", octets(zeros)));
    refusesTheFile("'keys/bomb.key' would unpack to 9000000 bytes");
  }

  @Test
  void aStoreThatSaysToBeHugeIsRefusedBeforeAnythingIsWritten() throws Exception {
    backUp();
    rewrite(
        text -> text.replaceFirst("part [0-9]+ ([0-9a-f]+) registry", "part 2000000 $1 registry"),
        Map.of());
    refusesTheFile("'registry.db' would unpack to 2000000 bytes");
    rewrite(
        text ->
            text.replaceFirst(
                "part [0-9]+ ([0-9a-f]+) registry", "part 99999999999999 $1 registry"),
        Map.of());
    refusesTheFile("needs 1000000000");
  }

  @Test
  void aNameThatWasDamagedIsRestoredAsDamagedAndCounted() throws Exception {
    try (SqliteStore store = SqliteStore.open(data.resolve("registry.db"))) {
      StoredBundle blog = Objects.requireNonNull(store.get(1, "blog"));
      store.put(
          1,
          List.of(
              new StoredChange(new StoredBundle("blog", 1, blog.id(), Bytes.EMPTY), List.of(), 0)));
    }
    backUp();
    assertEquals(1, restore(folder.resolve("copy")).damaged());
  }

  @Test
  void aKeyFileThatCannotBeUsedIsRestoredAndSaid() throws Exception {
    Files.writeString(data.resolve("keys/torn.key"), "torn");
    backUp();
    Restore.Restored restored = restore(folder.resolve("copy"));
    assertEquals(1, restored.keys().keys().size());
    assertEquals(1, restored.keys().problems().size());
  }

  @Test
  void aStoreOfANewerFormatIsRefused() throws Exception {
    backUp();
    byte[] store = Objects.requireNonNull(entries().get("registry.db"));
    store[63] = 99; // user_version, big-endian at 60
    Digest digest = new Digest();
    digest.update(store, store.length);
    String hash = digest.sha256().toHex();
    rewrite(
        text -> text.replaceFirst(" [0-9a-f]+ registry", " " + hash + " registry"),
        Map.of("registry.db", store));
    refusesTheFile("written by a newer Pando (format 99");
  }
}
