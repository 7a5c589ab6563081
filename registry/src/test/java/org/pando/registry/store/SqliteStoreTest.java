package org.pando.registry.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.pando.registry.Bytes;
import org.pando.registry.RegistryException;
import org.pando.registry.RegistryException.Kind;

class SqliteStoreTest extends RecordStoreContract {
  private static final StoredBundle BLOG = bundle("blog", 1, 1);

  @TempDir Path directory;

  /** The name is odd on purpose: it has to reach SQLite unharmed. */
  private Path file() {
    return directory.resolve("odd ?name#%41 &x=1.db");
  }

  @Override
  RecordStore open() throws RegistryException {
    return SqliteStore.open(file());
  }

  @Test
  void everythingIsThereAfterReopening() throws Exception {
    List<StoredConfig> configs = List.of(new StoredConfig(1, GENESIS, Bytes.EMPTY));
    int network = store.addNetwork(id(1), GENESIS, configs);
    store.put(network, List.of(new StoredChange(BLOG, List.of(), 0)));
    store.share(network, Sharing.OPEN);
    store.close();
    assertTrue(Files.exists(file()));
    assertFalse(Files.exists(directory.resolve(file().getFileName() + "-wal")));

    store = open();
    assertEquals(
        List.of(new StoredNetwork(network, id(1), GENESIS, configs, Sharing.OPEN)),
        store.networks());
    assertEquals(BLOG, store.get(network, "blog"));
  }

  @Test
  void writesAheadAndFlushesEachTransaction() throws Exception {
    try (Connection connection = SqliteSchema.connect(file())) {
      assertEquals("wal", pragma(connection, "journal_mode"));
      assertEquals("2", pragma(connection, "synchronous"));
    }
  }

  @Test
  void refusesANewerFormat() throws Exception {
    store.close();
    execute("PRAGMA user_version = 99");
    assertEquals(
        "store "
            + file()
            + ": written by a newer Pando (format 99, this program knows "
            + SqliteSchema.VERSION
            + "). Run the newer program"
            + " again, or restore a backup made before the upgrade.",
        fault(this::open));
  }

  @Test
  void refusesAForeignDatabase() throws Exception {
    store.close();
    Files.delete(file());
    execute("CREATE TABLE songs(title TEXT)");
    assertEquals(
        "store "
            + file()
            + ": a SQLite database, but not a registry. Move it away, or use another data"
            + " directory.",
        fault(this::open));
  }

  @Test
  void refusesAFileThatIsNoDatabase() throws Exception {
    store.close();
    Files.writeString(file(), "not a database".repeat(1000));
    String message = fault(this::open);
    assertTrue(
        message.startsWith("store " + file() + ": opening it: the file is damaged."), message);
  }

  @Test
  void saysWhereItCannotOpen() {
    Path missing = directory.resolve("missing").resolve("registry.db");
    String message = fault(() -> SqliteStore.open(missing));
    assertTrue(
        message.startsWith("store " + missing + ": opening it: the file cannot be opened."),
        message);
  }

  @Test
  @Tag("case-34")
  void aFullDiskFailsThePutAndLeavesTheRestReadable() throws Exception {
    store.put(1, List.of(new StoredChange(BLOG, List.of(), 0)));
    store.close();
    store = limited("PRAGMA max_page_count = 10");
    StoredBundle big = new StoredBundle("big", 2, id(2).bytes(), Bytes.of(new byte[100_000]));
    assertFault(
        "storing the name 'big': the disk is full; nothing",
        () -> store.put(1, List.of(new StoredChange(big, List.of(), 0))));
    assertEquals(List.of(BLOG), byTime(store, 1));
    store.put(1, List.of(new StoredChange(bundle("small", 3, 3), List.of(), 0)));
    assertNotNull(store.get(1, "small"));
  }

  @Test
  @Tag("case-34")
  void ofManyNamesAFullDiskStoresNone() throws Exception {
    store.putClaim(1, new StoredClaim("small", 1, 0, Bytes.EMPTY));
    store.close();
    store = limited("PRAGMA max_page_count = 12");
    StoredChange small = new StoredChange(bundle("small", 3, 3), List.of(), 9);
    StoredBundle big = new StoredBundle("big", 2, id(2).bytes(), Bytes.of(new byte[100_000]));
    assertFault(
        "storing 2 names: the disk is full; nothing",
        () -> store.put(1, List.of(small, new StoredChange(big, List.of(), 0))));
    assertEquals(List.of(), byKey(store, 1));
    assertEquals(1, store.claims(1).size());
    store.put(1, List.of(small));
    assertNotNull(store.get(1, "small"));
  }

  @Test
  void aFullDiskAddsNoHalfNetwork() throws Exception {
    store.close();
    store = limited("PRAGMA max_page_count = 10");
    StoredConfig big = new StoredConfig(1, Bytes.of(new byte[100_000]), Bytes.EMPTY);
    assertFault(
        "adding the network " + id(1) + ": the disk is full",
        () -> store.addNetwork(id(1), GENESIS, List.of(big)));
    assertEquals(List.of(), store.networks());
    store.addNetwork(id(1), GENESIS, List.of());
    assertEquals(1, store.networks().size());
  }

  @Test
  void aReadOnlyFileFailsThePutAndLeavesTheRestReadable() throws Exception {
    store.put(1, List.of(new StoredChange(BLOG, List.of(), 0)));
    store.close();
    store = limited("PRAGMA query_only = ON");
    assertFault(
        "storing the name 'wiki': the file or its file system is read-only",
        () -> store.put(1, List.of(new StoredChange(bundle("wiki", 2, 2), List.of(), 0))));
    assertEquals(BLOG, store.get(1, "blog"));
  }

  @Test
  void anotherProgramsLockFailsThePutAndLeavesTheRestReadable() throws Exception {
    store.put(1, List.of(new StoredChange(BLOG, List.of(), 0)));
    store.close();
    store = limited("PRAGMA busy_timeout = 1");
    try (Connection other = SqliteSchema.connect(file());
        var statement = other.createStatement()) {
      statement.execute("BEGIN IMMEDIATE");
      assertFault(
          "storing the name 'wiki': another program holds the database",
          () -> store.put(1, List.of(new StoredChange(bundle("wiki", 2, 2), List.of(), 0))));
      assertFault(
          "adding the network " + id(1) + ": another program holds the database",
          () -> store.addNetwork(id(1), GENESIS, List.of()));
      assertEquals(BLOG, store.get(1, "blog"));
    }
    store.put(1, List.of(new StoredChange(bundle("wiki", 2, 2), List.of(), 0)));
  }

  @Test
  void damageIsSaidAndTheRestStaysReadable() throws Exception {
    fillAndDamage();
    store = open();
    assertFault("reading the names after '': the file is damaged", () -> byKey(store, 1));
    assertNotNull(store.get(1, "name00000"));
  }

  @Test
  void knowsWhetherItWasStoppedInOrder() throws Exception {
    store.close();
    try (SqliteStore first = SqliteStore.open(file())) {
      assertTrue(first.wasStoppedInOrder());
    }
    try (Connection crashed = SqliteSchema.connect(file());
        var statement = crashed.createStatement()) {
      statement.execute("CREATE TABLE leaves_a_log(x)");
      try (SqliteStore second = SqliteStore.open(file())) {
        assertFalse(second.wasStoppedInOrder());
      }
    }
  }

  @Test
  void aReaderFindsDamageOfTheStructure() throws Exception {
    store.put(1, List.of(new StoredChange(BLOG, List.of(), 0)));
    try (StoreReader reader = StoreReader.open(file())) {
      assertNull(reader.check());
    }
    fillAndDamage();
    store = open();
    try (StoreReader reader = StoreReader.open(file())) {
      RegistryException found = reader.check();
      assertNotNull(found);
      assertTrue(
          String.valueOf(found.getMessage())
              .startsWith(
                  "store "
                      + file()
                      + ": checking it after an unclean stop: the file is damaged. Stop the node"),
          found.getMessage());
    }
  }

  @Test
  void aReaderCopiesTheStoreAsOfOneMoment() throws Exception {
    int network = store.addNetwork(id(1), GENESIS, List.of());
    store.put(network, List.of(new StoredChange(BLOG, List.of(), 0)));
    Path copy = directory.resolve("a copy ?.db");
    try (StoreReader reader = StoreReader.open(file())) {
      assertTrue(reader.copyTo(copy));
      store.put(network, List.of(new StoredChange(bundle("wiki", 2, 2), List.of(), 0)));
      assertFault(
          "copying it to " + copy,
          () -> {
            boolean again = reader.copyTo(copy);
            throw new AssertionError("wrote over a file: " + again);
          });
    }
    try (SqliteStore copied = SqliteStore.open(copy)) {
      assertEquals(BLOG, copied.get(network, "blog"));
      assertNull(copied.get(network, "wiki"));
      assertEquals(store.networks(), copied.networks());
    }
  }

  @Test
  void anInterruptedReaderGivesUp() throws Exception {
    store.put(1, List.of(new StoredChange(BLOG, List.of(), 0)));
    Path copy = directory.resolve("copy.db");
    try (StoreReader reader = StoreReader.open(file())) {
      reader.interrupt();
      assertFalse(reader.copyTo(copy));
      assertNull(reader.check());
    }
    assertFalse(Files.exists(copy));
  }

  @Test
  void refusesChangesWhenToldTo() throws Exception {
    SqliteStore sqlite = (SqliteStore) store;
    sqlite.put(1, List.of(new StoredChange(BLOG, List.of(), 0)));
    sqlite.refuseChanges("it is damaged; restore a backup");
    for (Executable change :
        List.<Executable>of(
            () -> sqlite.put(1, List.of(new StoredChange(BLOG, List.of(), 0))),
            () -> sqlite.addNetwork(id(1), GENESIS, List.of()),
            () -> sqlite.putClaim(1, new StoredClaim("a", 0, 0, Bytes.EMPTY)),
            () -> sqlite.forgetClaim(1, "a"))) {
      assertEquals("it is damaged; restore a backup", fault(change));
    }
    assertEquals(BLOG, sqlite.get(1, "blog"));
  }

  @Test
  void belongsToTheFirstThreadThatUsesIt() throws Exception {
    store.put(1, List.of(new StoredChange(BLOG, List.of(), 0)));
    IllegalStateException e = other(Thread.ofPlatform().name("second"));
    assertEquals(
        "store "
            + file()
            + " belongs to the thread '"
            + Thread.currentThread().getName()
            + "' and was used on 'second'; hand the work to the registry-writer thread",
        e == null ? "" : e.getMessage());
  }

  @Test
  void mayBeClosedAfterItsThreadHasEnded() throws Exception {
    assertEquals(null, other(Thread.ofPlatform()));
    store.close();
  }

  @Test
  void refusesVirtualThreads() throws Exception {
    IllegalStateException e = other(Thread.ofVirtual());
    assertEquals(
        "store "
            + file()
            + " used on a virtual thread; hand the work to the registry-writer thread",
        e == null ? "" : e.getMessage());
  }

  private @Nullable IllegalStateException other(Thread.Builder builder) throws Exception {
    AtomicReference<@Nullable IllegalStateException> thrown = new AtomicReference<>();
    builder
        .start(
            () -> {
              try {
                store.get(1, "blog");
              } catch (IllegalStateException e) {
                thrown.set(e);
              } catch (RegistryException e) {
                throw new AssertionError(e);
              }
            })
        .join();
    return thrown.get();
  }

  /** 400 names on 100 pages, then zeros over two pages in the middle of the file. */
  private void fillAndDamage() throws Exception {
    Bytes state = Bytes.of(new byte[900]);
    for (int i = 0; i < 400; i++) {
      StoredBundle bundle = new StoredBundle("name%05d".formatted(i), i, id(i).bytes(), state);
      store.put(1, List.of(new StoredChange(bundle, List.of(), 0)));
    }
    store.close();
    try (FileChannel channel = FileChannel.open(file(), StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.allocate(8192), channel.size() / 2 / 4096 * 4096);
    }
  }

  /** The store on a connection with a limit set. */
  private RecordStore limited(String pragma) throws Exception {
    Connection connection = SqliteSchema.connect(file());
    try (var statement = connection.createStatement()) {
      statement.execute(pragma);
    }
    return new SqliteStore(new SqliteFile(file(), connection, true));
  }

  private void execute(String sql) throws SQLException {
    try (Connection connection = SqliteSchema.connect(file());
        var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static String pragma(Connection connection, String name) throws SQLException {
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery("PRAGMA " + name)) {
      rows.next();
      return rows.getString(1);
    }
  }

  private void assertFault(String start, Executable action) {
    String message = fault(action);
    assertTrue(message.startsWith("store " + file() + ": " + start), message);
  }

  private static String fault(Executable action) {
    RegistryException e = assertThrows(RegistryException.class, action);
    assertEquals(Kind.STORE, e.kind());
    return String.valueOf(e.getMessage());
  }
}
