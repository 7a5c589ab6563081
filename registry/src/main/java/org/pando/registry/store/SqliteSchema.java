package org.pando.registry.store;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.pando.registry.RegistryException;
import org.pando.registry.RegistryException.Kind;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.JournalMode;
import org.sqlite.SQLiteConfig.SynchronousMode;

/**
 * The tables of {@code registry.db} and how the file is opened (registry specification, section
 * 13). The format's version is SQLite's {@code user_version}; its {@code application_id} tells the
 * file from other SQLite databases.
 */
final class SqliteSchema {
  /** ASCII "PNDO". */
  static final int APPLICATION_ID = 0x504e444f;

  /** How long another program's lock is waited for, in milliseconds. */
  private static final int BUSY_TIMEOUT = 2000;

  /** On macOS a plain flush leaves data in the drive's memory; elsewhere these do nothing. */
  static final List<String> FLUSH_TO_THE_MEDIUM =
      List.of("PRAGMA fullfsync = ON", "PRAGMA checkpoint_fullfsync = ON");

  /** What format 2 added. */
  private static final List<String> OF_FORMAT_2 =
      List.of(
          """
          CREATE TABLE claim(net INT, name TEXT, g INT, phase INT, state BLOB,
            PRIMARY KEY(net, name)) WITHOUT ROWID\
          """,
          """
          CREATE TABLE history(net INT, key TEXT, g INT, item BLOB, PRIMARY KEY(net, key, g))
            WITHOUT ROWID\
          """);

  /** What format 3 added. */
  private static final List<String> OF_FORMAT_3 =
      List.of(
          "CREATE TABLE sharing(net INTEGER PRIMARY KEY, secret BLOB, peers TEXT NOT NULL)",
          "CREATE INDEX bundle_id ON bundle(net, id)");

  private static final List<String> OF_FORMAT_1 =
      List.of(
          """
          CREATE TABLE bundle(net INT, key TEXT, ts INT, id BLOB, state BLOB, PRIMARY KEY(net, key))
            WITHOUT ROWID\
          """,
          "CREATE INDEX bundle_order ON bundle(net, ts, id)",
          "CREATE TABLE network(net INTEGER PRIMARY KEY, id BLOB UNIQUE, genesis BLOB)",
          """
          CREATE TABLE config(net INT, epoch INT, link BLOB, carry BLOB, PRIMARY KEY(net, epoch))
            WITHOUT ROWID\
          """,
          "PRAGMA application_id = " + APPLICATION_ID);

  /** What each format added to the one before it; there is one for each up to the present one. */
  private static final List<List<String>> FORMATS = List.of(OF_FORMAT_1, OF_FORMAT_2, OF_FORMAT_3);

  static final int VERSION = FORMATS.size();

  private SqliteSchema() {}

  static Connection connect(Path file) throws SQLException {
    SQLiteConfig config = new SQLiteConfig();
    config.setJournalMode(JournalMode.WAL);
    config.setSynchronous(SynchronousMode.FULL);
    config.setBusyTimeout(BUSY_TIMEOUT);
    return config.createConnection("jdbc:sqlite:" + file.toUri());
  }

  /** Connects to a file that another connection keeps open for writing. */
  static Connection connectReadOnly(Path file) throws SQLException {
    SQLiteConfig config = new SQLiteConfig();
    config.setReadOnly(true);
    config.setBusyTimeout(BUSY_TIMEOUT);
    return config.createConnection("jdbc:sqlite:" + file.toUri());
  }

  /**
   * Creates the tables in an empty file; otherwise checks that the file is ours and known, and
   * brings an older one to the present format.
   */
  static void prepare(Path file, Connection connection) throws SQLException, RegistryException {
    execute(connection, FLUSH_TO_THE_MEDIUM);
    int version = number(connection, "PRAGMA user_version");
    int application = number(connection, "PRAGMA application_id");
    boolean empty = number(connection, "SELECT count(*) FROM sqlite_schema") == 0;
    if (empty && version == 0 && application == 0) {
      upgrade(connection, 0);
    } else if (application != APPLICATION_ID || version < 1) {
      throw new RegistryException(
          Kind.STORE,
          "store "
              + file
              + ": a SQLite database, but not a registry. Move it away, or use another data"
              + " directory.");
    } else if (version > VERSION) {
      throw new RegistryException(
          Kind.STORE,
          "store "
              + file
              + ": written by a newer Pando (format "
              + version
              + ", this program knows "
              + VERSION
              + "). Run the newer program again, or restore a backup made before the upgrade.");
    } else if (version < VERSION) {
      StoreCopy.keep(file, connection, version);
      upgrade(connection, version);
    }
  }

  /** One transaction: a crash leaves the file as it was or complete. */
  private static void upgrade(Connection connection, int from) throws SQLException {
    execute(connection, List.of("BEGIN IMMEDIATE"));
    for (List<String> format : FORMATS.subList(from, VERSION)) {
      execute(connection, format);
    }
    execute(connection, List.of("PRAGMA user_version = " + VERSION, "COMMIT"));
  }

  /** Moves the log into the main file. */
  static void checkpoint(Connection connection) throws SQLException {
    execute(connection, List.of("PRAGMA wal_checkpoint(TRUNCATE)"));
  }

  static void execute(Connection connection, List<String> statements) throws SQLException {
    try (var statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  static int number(Connection connection, String sql) throws SQLException {
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getInt(1);
    }
  }
}
