package org.pando.registry.store;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.pando.registry.RegistryException;

/**
 * A second, read-only connection to the file of a {@link SqliteStore}, for work that reads all of
 * it and must not hold the writer up. Owned by the platform thread that uses it, except for {@link
 * #interrupt}.
 */
public final class StoreReader implements AutoCloseable {
  private final Path file;
  private final Connection connection;
  private final OwnerThread owner;
  private @Nullable PreparedStatement running;
  private boolean interrupted;

  private StoreReader(Path file, Connection connection) {
    this.file = file;
    this.connection = connection;
    this.owner = new OwnerThread("reader of " + file);
  }

  /** The file must be there. */
  public static StoreReader open(Path file) throws RegistryException {
    try {
      return new StoreReader(file, SqliteSchema.connectReadOnly(file));
    } catch (SQLException e) {
      throw StoreFault.of(file, "opening it for reading", e);
    }
  }

  /**
   * Verifies the structure of all pages.
   *
   * @return null when it is whole or the check was interrupted, else what is wrong with it
   */
  public @Nullable RegistryException check() throws RegistryException {
    String doing = "checking it after an unclean stop";
    return run(
        doing,
        Sql.CHECK,
        statement -> {
          try (ResultSet rows = statement.executeQuery()) {
            String found = rows.next() ? rows.getString(1) : "no result";
            return found.equals("ok") ? null : StoreFault.DAMAGED.at(file, doing, found);
          }
        });
  }

  /**
   * Writes everything to a new file, compactly and as of one moment; the store goes on meanwhile.
   *
   * @param copy does not exist; incomplete when this throws
   * @return false when it was interrupted
   */
  public boolean copyTo(Path copy) throws RegistryException {
    return run(
            "copying it to " + copy,
            Sql.COPY,
            statement -> {
              statement.setString(1, copy.toString());
              statement.execute();
              return true;
            })
        != null;
  }

  /** How many names there are, of all networks. */
  public long names() throws RegistryException {
    Long names =
        run(
            "counting its names",
            Sql.COUNT,
            statement -> {
              try (ResultSet rows = statement.executeQuery()) {
                return rows.next() ? rows.getLong(1) : null;
              }
            });
    return names == null ? 0 : names;
  }

  /** Ends what is running and lets nothing begin. Any thread. */
  public synchronized void interrupt() {
    interrupted = true;
    try {
      if (running != null) {
        running.cancel();
      }
    } catch (SQLException e) {
      throw new IllegalStateException("SQLite always lets itself be interrupted", e);
    }
  }

  @FunctionalInterface
  private interface Work<T> {
    @Nullable T run(PreparedStatement statement) throws SQLException;
  }

  /** Null when it was interrupted. */
  private <T> @Nullable T run(String doing, String sql, Work<T> work) throws RegistryException {
    owner.check();
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      if (!begin(statement)) {
        return null;
      }
      try {
        return work.run(statement);
      } finally {
        end();
      }
    } catch (SQLException e) {
      if (isInterrupted()) {
        return null;
      }
      throw StoreFault.of(file, doing, e);
    }
  }

  private synchronized boolean begin(PreparedStatement statement) {
    running = statement;
    return !interrupted;
  }

  private synchronized void end() {
    running = null;
  }

  /** Any thread. */
  public synchronized boolean isInterrupted() {
    return interrupted;
  }

  @Override
  public void close() throws RegistryException {
    owner.check();
    try {
      connection.close();
    } catch (SQLException e) {
      throw StoreFault.of(file, "closing it", e);
    }
  }
}
