package org.pando.registry.store;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.pando.registry.RegistryException;
import org.pando.registry.RegistryException.Kind;

/** The tables of {@code witness.db} (registry specification, section 13) and their statements. */
final class VoteLogSchema {
  static final int VERSION = 1;

  /** ASCII "PNDW". */
  static final int APPLICATION_ID = 0x504e4457;

  static final String META = "SELECT v FROM meta WHERE k = ?";
  static final String PUT_META = "INSERT OR REPLACE INTO meta(k, v) VALUES (?, ?)";
  static final String COUNT = "UPDATE meta SET v = CAST(v AS INT) + 1 WHERE k = 'counter'";
  static final String COUNT_NETWORKS = "SELECT count(*) FROM meta WHERE k LIKE 'network %'";
  static final String SLOT =
      "SELECT g, round, lock, best FROM slot WHERE net = ? AND epoch = ? AND name = ?";
  static final String SAVE_SLOT =
      "INSERT OR REPLACE INTO slot(net, epoch, name, g, round, lock, best)"
          + " VALUES (?, ?, ?, ?, ?, ?, ?)";
  static final String CLOSE_SLOT =
      "DELETE FROM slot WHERE net = ? AND epoch = ? AND name = ? AND g <= ?";
  static final String FORGET_SLOTS = "DELETE FROM slot";
  static final String VOTE =
      "SELECT msg FROM vote"
          + " WHERE net = ? AND epoch = ? AND name = ? AND g = ? AND round = ? AND phase = ?";
  static final String NEWEST_VOTE =
      "SELECT coalesce(max(g), -1) FROM vote WHERE net = ? AND name = ?";

  /** Not "OR REPLACE": the primary key is rule R7. */
  static final String CAST =
      "INSERT INTO vote(net, epoch, name, g, round, phase, msg) VALUES (?, ?, ?, ?, ?, ?, ?)";

  static final String TRIM_VOTES =
      "DELETE FROM vote WHERE net = ?1 AND name = ?2 AND g <"
          + " (SELECT max(g) FROM vote WHERE net = ?1 AND name = ?2 AND g <= ?3)";
  static final String FORGET_VOTES = "DELETE FROM vote";

  private static final List<String> TABLES =
      List.of(
          "CREATE TABLE meta(k TEXT PRIMARY KEY, v BLOB)",
          """
          CREATE TABLE slot(net INT, epoch INT, name TEXT, g INT, round INT, lock BLOB, best BLOB,
            PRIMARY KEY(net, epoch, name)) WITHOUT ROWID\
          """,
          """
          CREATE TABLE vote(net INT, epoch INT, name TEXT, g INT, round INT, phase INT, msg BLOB,
            PRIMARY KEY(net, epoch, name, g, round, phase)) WITHOUT ROWID\
          """,
          "PRAGMA application_id = " + APPLICATION_ID,
          "PRAGMA user_version = " + VERSION);

  private VoteLogSchema() {}

  /** Whether nothing is in it yet; anything but a vote log of a known format is refused. */
  static boolean isEmpty(Path file, Connection connection) throws SQLException, RegistryException {
    SqliteSchema.execute(connection, SqliteSchema.FLUSH_TO_THE_MEDIUM);
    int version = SqliteSchema.number(connection, "PRAGMA user_version");
    int application = SqliteSchema.number(connection, "PRAGMA application_id");
    boolean empty = SqliteSchema.number(connection, "SELECT count(*) FROM sqlite_schema") == 0;
    if (empty && version == 0 && application == 0) {
      return true;
    }
    if (application != APPLICATION_ID || version < 1) {
      throw new RegistryException(
          Kind.STORE,
          "store " + file + ": a SQLite database, but not a witness log. Move it away.");
    }
    if (version > VERSION) {
      throw new RegistryException(
          Kind.STORE,
          "store "
              + file
              + ": written by a newer Pando (format "
              + version
              + ", this program knows "
              + VERSION
              + "). Run the newer program again.");
    }
    return false;
  }

  static void create(Connection connection) throws SQLException {
    SqliteSchema.execute(connection, TABLES);
  }
}
