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
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.pando.registry.Bytes;
import org.pando.registry.NetworkId;
import org.pando.registry.RegistryException;
import org.pando.registry.RegistryException.Kind;

/**
 * Owned by the registry-writer thread (checked at each call): the store in one SQLite file.
 *
 * <p>SQLite runs in native code, which pins a virtual thread to its carrier; so exactly one
 * platform thread uses it. Reads for answering questions never come here, they use what was loaded
 * at start.
 *
 * <p>Write-ahead log with {@code synchronous=FULL}: each transaction is flushed to disk before its
 * method returns. After an unclean stop, seen by a log that was left behind, the file's structure
 * is checked once at opening; a clean start is not slowed down by that.
 */
public final class SqliteStore implements RecordStore {
  private final Path file;
  private final Connection connection;
  private final OwnerThread owner;
  private boolean closed;

  SqliteStore(Path file, Connection connection) {
    this.file = file;
    this.connection = connection;
    this.owner = new OwnerThread("store " + file);
  }

  /**
   * Opens the store, or creates an empty one where there is no file. The thread that opens it need
   * not be the one that uses it.
   *
   * @throws RegistryException when it cannot be opened, is damaged, is no registry store, or was
   *     written by a newer Pando
   */
  public static SqliteStore open(Path file) throws RegistryException {
    boolean uncleanStop = hasLog(file);
    Connection connection;
    try {
      connection = SqliteSchema.connect(file);
    } catch (SQLException e) {
      throw StoreFault.of(file, "opening it", e);
    }
    try {
      SqliteSchema.prepare(file, connection);
      if (uncleanStop) {
        SqliteSchema.quickCheck(file, connection);
      }
      return new SqliteStore(file, connection);
    } catch (SQLException e) {
      throw closing(connection, StoreFault.of(file, "opening it", e));
    } catch (RegistryException e) {
      throw closing(connection, e);
    }
  }

  @Override
  public List<StoredNetwork> networks() throws RegistryException {
    return run(
        "reading the networks",
        () -> {
          List<StoredNetwork> networks = new ArrayList<>();
          try (var statement = connection.prepareStatement(Sql.NETWORKS);
              var rows = statement.executeQuery()) {
            while (rows.next()) {
              int number = rows.getInt(1);
              networks.add(
                  new StoredNetwork(
                      number,
                      new NetworkId(Bytes.of(rows.getBytes(2))),
                      Bytes.of(rows.getBytes(3)),
                      configs(number)));
            }
          }
          return List.copyOf(networks);
        });
  }

  private List<StoredConfig> configs(int network) throws SQLException {
    List<StoredConfig> configs = new ArrayList<>();
    try (var statement = connection.prepareStatement(Sql.CONFIGS)) {
      statement.setInt(1, network);
      try (var rows = statement.executeQuery()) {
        while (rows.next()) {
          configs.add(
              new StoredConfig(
                  rows.getLong(1), Bytes.of(rows.getBytes(2)), Bytes.of(rows.getBytes(3))));
        }
      }
    }
    return configs;
  }

  @Override
  public int addNetwork(NetworkId id, Bytes genesis, List<StoredConfig> configs)
      throws RegistryException {
    if (networks().stream().anyMatch(network -> network.id().equals(id))) {
      throw new RegistryException(
          Kind.STORE,
          "store "
              + file
              + ": the network "
              + id
              + " is there already; leave it before you add it again.");
    }
    return transaction(
        "adding the network " + id,
        () -> {
          int number = insertNetwork(id, genesis);
          for (StoredConfig config : configs) {
            insertConfig(number, config);
          }
          return number;
        });
  }

  private int insertNetwork(NetworkId id, Bytes genesis) throws SQLException {
    try (var statement = connection.prepareStatement(Sql.ADD_NETWORK)) {
      statement.setBytes(1, id.bytes().toArray());
      statement.setBytes(2, genesis.toArray());
      try (var rows = statement.executeQuery()) {
        rows.next();
        return rows.getInt(1);
      }
    }
  }

  private void insertConfig(int network, StoredConfig config) throws SQLException {
    try (var statement = connection.prepareStatement(Sql.ADD_CONFIG)) {
      statement.setInt(1, network);
      statement.setLong(2, config.epoch());
      statement.setBytes(3, config.link().toArray());
      statement.setBytes(4, config.carry().toArray());
      statement.executeUpdate();
    }
  }

  /** One statement, so SQLite's implicit transaction. */
  @Override
  public void put(int network, StoredBundle bundle) throws RegistryException {
    run(
        "storing the name '" + bundle.key() + "'",
        () -> {
          try (var statement = connection.prepareStatement(Sql.PUT)) {
            statement.setInt(1, network);
            statement.setString(2, bundle.key());
            statement.setLong(3, bundle.ts());
            statement.setBytes(4, bundle.id().toArray());
            statement.setBytes(5, bundle.state().toArray());
            return statement.executeUpdate();
          }
        });
  }

  @Override
  public @Nullable StoredBundle get(int network, String key) throws RegistryException {
    return find(network, key).orElse(null);
  }

  private Optional<StoredBundle> find(int network, String key) throws RegistryException {
    return run(
        "reading the name '" + key + "'",
        () -> {
          try (var statement = connection.prepareStatement(Sql.GET)) {
            statement.setInt(1, network);
            statement.setString(2, key);
            try (var rows = statement.executeQuery()) {
              return rows.next() ? Optional.of(bundle(rows)) : Optional.empty();
            }
          }
        });
  }

  @Override
  public void forEachByKey(int network, Visitor visitor) throws RegistryException {
    forEach(Sql.BY_KEY, network, visitor);
  }

  @Override
  public void forEachByTime(int network, Visitor visitor) throws RegistryException {
    forEach(Sql.BY_TIME, network, visitor);
  }

  private void forEach(String sql, int network, Visitor visitor) throws RegistryException {
    run(
        "reading all names",
        () -> {
          try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setInt(1, network);
            try (ResultSet rows = statement.executeQuery()) {
              while (rows.next()) {
                visitor.visit(bundle(rows));
              }
            }
          }
          return true;
        });
  }

  private static StoredBundle bundle(ResultSet row) throws SQLException {
    return new StoredBundle(
        row.getString(1), row.getLong(2), Bytes.of(row.getBytes(3)), Bytes.of(row.getBytes(4)));
  }

  @Override
  public void close() throws RegistryException {
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

  @FunctionalInterface
  private interface Work<T> {
    T run() throws SQLException, RegistryException;
  }

  private <T> T run(String doing, Work<T> work) throws RegistryException {
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

  private <T> T transaction(String doing, Work<T> work) throws RegistryException {
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

  /** A log with content means that the last user did not close the store. */
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
}
