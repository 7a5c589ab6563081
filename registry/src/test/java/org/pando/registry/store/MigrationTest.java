package org.pando.registry.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pando.registry.Bytes;
import org.pando.registry.RegistryException;

/** A store of format 1 becomes one of the present format, and what it was is kept. */
class MigrationTest {
  private static final Path FORMAT_1 = Path.of("src/test/resources/golden/data-1/registry.db");

  @TempDir Path directory;
  private Path file = Path.of("");
  private Path copy = Path.of("");
  private Path unfinished = Path.of("");

  @BeforeEach
  void place() throws Exception {
    file = Files.copy(FORMAT_1, directory.resolve("registry.db"));
    copy = directory.resolve("registry.db.format-1");
    unfinished = directory.resolve("registry.db.format-1.new");
  }

  private static int version(Path database) throws SQLException {
    try (Connection connection = SqliteSchema.connectReadOnly(database);
        var statement = connection.createStatement();
        var rows = statement.executeQuery("PRAGMA user_version")) {
      rows.next();
      return rows.getInt(1);
    }
  }

  /** The names of the one network, with what is stored of them. */
  private static List<StoredBundle> names(Path database) throws RegistryException {
    try (SqliteStore store = SqliteStore.open(database)) {
      return store.page(store.networks().getFirst().number(), "", 99);
    }
  }

  @Test
  void keepsACopyOfWhatItChanges() throws Exception {
    List<StoredBundle> before;
    try (SqliteStore store = SqliteStore.open(file)) {
      before = store.page(1, "", 99);
      store.putClaim(1, new StoredClaim("new", 0, 0, Bytes.EMPTY));
    }
    assertEquals(3, before.size());
    assertEquals(SqliteSchema.VERSION, version(file));
    assertEquals(1, version(copy));
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(copy)));
    assertEquals(before, names(Files.copy(copy, directory.resolve("other.db"))));
  }

  @Test
  void happensOnce() throws Exception {
    SqliteStore.open(file).close();
    Files.delete(copy);
    SqliteStore.open(file).close();
    assertFalse(Files.exists(copy));
  }

  @Test
  void aNewStoreLeavesNoCopy() throws Exception {
    SqliteStore.open(directory.resolve("new.db")).close();
    assertFalse(Files.exists(directory.resolve("new.db.format-0")));
    assertEquals(SqliteSchema.VERSION, version(directory.resolve("new.db")));
  }

  /** After a crash while the copy was written, and after one behind it. */
  @Test
  void whatACrashLeftIsReplaced() throws Exception {
    Files.writeString(unfinished, "half a copy");
    Files.writeString(copy, "of an earlier attempt");
    SqliteStore.open(file).close();
    assertEquals(1, version(copy));
    assertFalse(Files.exists(unfinished));
  }

  /** The older program had written to it and did not stop in order: the log is part of it. */
  @Test
  void whatIsOnlyInTheLogIsCopiedToo() throws Exception {
    try (Connection older = SqliteSchema.connect(file);
        var statement = older.createStatement()) {
      statement.execute("UPDATE bundle SET ts = 77 WHERE key = 'shop'");
      SqliteStore.open(file).close();
    }
    try (SqliteStore kept = SqliteStore.open(Files.copy(copy, directory.resolve("k.db")))) {
      StoredBundle shop = kept.get(1, "shop");
      assertNotNull(shop);
      assertEquals(77, shop.ts());
    }
  }

  @Test
  void withoutACopyNothingIsChanged() throws Exception {
    Files.createDirectories(unfinished.resolve("in the way"));
    RegistryException e =
        assertThrows(RegistryException.class, () -> SqliteStore.open(file).close());
    assertTrue(
        String.valueOf(e.getMessage())
            .startsWith(
                "store " + file + ": of an older format, and " + copy + " cannot be written"),
        e.getMessage());
    assertEquals(1, version(file));
  }
}
