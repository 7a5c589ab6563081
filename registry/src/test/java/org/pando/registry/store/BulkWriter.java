package org.pando.registry.store;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import org.pando.registry.RegistryException;

/**
 * Owned by the thread that fills it: writes a network's names to the file of a {@link SqliteStore}
 * that nobody has open, many per transaction, the index last. For measurements only.
 */
public final class BulkWriter implements AutoCloseable {
  private static final List<String> BEGIN =
      List.of("PRAGMA synchronous = OFF", "DROP INDEX bundle_order");
  private static final List<String> END =
      List.of(
          "PRAGMA synchronous = FULL",
          "CREATE INDEX bundle_order ON bundle(net, ts, id)",
          "PRAGMA wal_checkpoint(TRUNCATE)");

  private final Connection connection;

  public BulkWriter(Path file) throws SQLException, RegistryException {
    connection = SqliteSchema.connect(file);
    SqliteSchema.prepare(file, connection);
    SqliteSchema.execute(connection, BEGIN);
  }

  /**
   * Adds names in one transaction.
   *
   * @param bundles ascending by key is fastest
   */
  public void add(int network, List<StoredBundle> bundles) throws SQLException {
    SqliteSchema.execute(connection, List.of("BEGIN"));
    try (PreparedStatement put = connection.prepareStatement(Sql.PUT)) {
      put.setInt(1, network);
      for (StoredBundle bundle : bundles) {
        put.setString(2, bundle.key());
        put.setLong(3, bundle.ts());
        put.setBytes(4, bundle.id().toArray());
        put.setBytes(5, bundle.state().toArray());
        put.executeUpdate();
      }
    }
    SqliteSchema.execute(connection, List.of("COMMIT"));
  }

  /** Makes the index; nothing is added after it. */
  public void finish() throws SQLException {
    SqliteSchema.execute(connection, END);
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
