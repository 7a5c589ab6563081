package org.pando.registry.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.pando.registry.RegistryException;
import org.pando.registry.RegistryException.Kind;

/** Owned by the registry-writer thread (checked at each call): an open SQLite database. */
final class SqliteFile {
  private final Path file;
  private final Connection connection;
  private final OwnerThread owner;
  private final boolean stoppedInOrder;
  private boolean closed;

  SqliteFile(Path file, Connection connection, boolean stoppedInOrder) {
    this.file = file;
    this.connection = connection;
    this.stoppedInOrder = stoppedInOrder;
    this.owner = new OwnerThread("store " + file);
  }

  /** Makes the tables of a database that has none, and judges those of others. */
  @FunctionalInterface
  interface Preparation {
    void prepare(SqliteFile database, Connection connection) throws SQLException, RegistryException;
  }

  /**
   * Opens a database, or creates an empty one where there is no file. The thread that opens it need
   * not be the one that uses it.
   */
  static SqliteFile open(Path file, Preparation preparation) throws RegistryException {
    boolean stoppedInOrder = !hasLog(file);
    Connection connection;
    try {
      connection = SqliteSchema.connect(file);
    } catch (SQLException e) {
      throw StoreFault.of(file, "opening it", e);
    }
    try {
      SqliteFile database = new SqliteFile(file, connection, stoppedInOrder);
      preparation.prepare(database, connection);
      return database;
    } catch (SQLException e) {
      throw closing(connection, StoreFault.of(file, "opening it", e));
    } catch (RegistryException e) {
      throw closing(connection, e);
    }
  }

  /** A log with content means that the last user did not close the database. */
  private static boolean hasLog(Path file) throws RegistryException {
    Path log = file.resolveSibling(file.getFileName() + "-wal");
    try {
      return Files.exists(log) && Files.size(log) > 0;
    } catch (IOException e) {
      throw new RegistryException(
          Kind.STORE,
          "store " + file + ": its log " + log + " cannot be read: " + e.getMessage(),
          e);
    }
  }

  private static RegistryException closing(Connection connection, RegistryException fault) {
    try {
      connection.close();
    } catch (SQLException e) {
      fault.addSuppressed(e);
    }
    return fault;
  }

  Path path() {
    return file;
  }

  /** Whether the last user closed it; a new one counts as closed. Any thread. */
  boolean wasStoppedInOrder() {
    return stoppedInOrder;
  }

  /** Throws when another than the owner calls. */
  void checkThread() {
    owner.check();
  }

  /** Reads one row. */
  @FunctionalInterface
  interface Row<T> {
    T read(ResultSet row) throws SQLException;
  }

  @FunctionalInterface
  interface Work<T> {
    T run() throws SQLException, RegistryException;
  }

  int update(String sql, @Nullable Object... parameters) throws SQLException {
    try (PreparedStatement statement = prepare(sql, parameters)) {
      return statement.executeUpdate();
    }
  }

  /** Runs one statement for each item; gives how many rows changed. */
  <T> int updateEach(String sql, List<T> items, Function<T, List<Object>> parameters)
      throws SQLException {
    int rows = 0;
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (T item : items) {
        set(statement, parameters.apply(item).toArray());
        rows += statement.executeUpdate();
      }
    }
    return rows;
  }

  <T> List<T> query(String sql, Row<T> reader, @Nullable Object... parameters) throws SQLException {
    List<T> found = new ArrayList<>();
    try (PreparedStatement statement = prepare(sql, parameters);
        ResultSet rows = statement.executeQuery()) {
      while (rows.next()) {
        found.add(reader.read(rows));
      }
    }
    return List.copyOf(found);
  }

  /** Takes a row. */
  @FunctionalInterface
  interface RowVisitor {
    void visit(ResultSet row) throws SQLException, RegistryException;
  }

  /** As {@link #query}, without keeping anything. */
  void forEach(String sql, RowVisitor visitor, @Nullable Object... parameters)
      throws SQLException, RegistryException {
    try (PreparedStatement statement = prepare(sql, parameters);
        ResultSet rows = statement.executeQuery()) {
      while (rows.next()) {
        visitor.visit(rows);
      }
    }
  }

  private PreparedStatement prepare(String sql, @Nullable Object... parameters)
      throws SQLException {
    PreparedStatement statement = connection.prepareStatement(sql);
    set(statement, parameters);
    return statement;
  }

  private static void set(PreparedStatement statement, @Nullable Object[] parameters)
      throws SQLException {
    for (int i = 0; i < parameters.length; i++) {
      statement.setObject(i + 1, parameters[i]);
    }
  }

  /**
   * @param doing what the caller is about, for the message when it fails
   */
  <T> T run(String doing, Work<T> work) throws RegistryException {
    owner.check();
    if (closed) {
      throw new IllegalStateException("store " + file + " is closed");
    }
    try {
      return work.run();
    } catch (SQLException e) {
      throw StoreFault.of(file, doing, e);
    }
  }

  /** As {@link #run}, all of it or nothing. */
  <T> T transaction(String doing, Work<T> work) throws RegistryException {
    return run(
        doing,
        () -> {
          SqliteSchema.execute(connection, List.of("BEGIN IMMEDIATE"));
          try {
            T result = work.run();
            SqliteSchema.execute(connection, List.of("COMMIT"));
            return result;
          } catch (SQLException | RegistryException | RuntimeException e) {
            rollback(e);
            throw e;
          }
        });
  }

  /** SQLite has rolled back by itself after some failures; a second time is an error to ignore. */
  private void rollback(Exception reason) {
    try {
      SqliteSchema.execute(connection, List.of("ROLLBACK"));
    } catch (SQLException e) {
      reason.addSuppressed(e);
    }
  }

  /** Moves the log into the main file and closes it; closing again does nothing. */
  void close() throws RegistryException {
    owner.check();
    if (closed) {
      return;
    }
    closed = true;
    try (connection) {
      SqliteSchema.checkpoint(connection);
    } catch (SQLException e) {
      throw StoreFault.of(file, "closing it", e);
    }
  }
}
