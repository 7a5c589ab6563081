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
 * method returns. {@link #wasStoppedInOrder} says whether the file is worth a {@link
 * StoreReader#check}.
 */
public final class SqliteStore implements RecordStore {
  private final Path file;
  private final Connection connection;
  private final OwnerThread owner;
  private final boolean stoppedInOrder;
  private @Nullable String refusal;
  private boolean closed;

  SqliteStore(Path file, Connection connection, boolean stoppedInOrder) {
    this.file = file;
    this.connection = connection;
    this.stoppedInOrder = stoppedInOrder;
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
    boolean stoppedInOrder = !hasLog(file);
    Connection connection;
    try {
      connection = SqliteSchema.connect(file);
    } catch (SQLException e) {
      throw StoreFault.of(file, "opening it", e);
    }
    try {
      SqliteSchema.prepare(file, connection);
      return new SqliteStore(file, connection, stoppedInOrder);
    } catch (SQLException e) {
      throw closing(connection, StoreFault.of(file, "opening it", e));
    } catch (RegistryException e) {
      throw closing(connection, e);
    }
  }

  /** Whether the last user closed the store; a new one counts as closed. Any thread. */
  public boolean wasStoppedInOrder() {
    return stoppedInOrder;
  }

  /**
   * Refuses every change from now on; reading goes on.
   *
   * @param why the message of every refusal: where, what, and how to mend it
   */
  public void refuseChanges(String why) {
    owner.check();
    refusal = why;
  }

  @Override
  public List<StoredNetwork> networks() throws RegistryException {
    return run(
        "reading the networks",
        () -> {
          List<StoredNetwork> networks = new ArrayList<>();
          for (StoredNetwork network : query(Sql.NETWORKS, SqliteStore::network)) {
            networks.add(network.with(query(Sql.CONFIGS, SqliteStore::config, network.number())));
          }
          return List.copyOf(networks);
        });
  }

  private static StoredNetwork network(ResultSet row) throws SQLException {
    return new StoredNetwork(
        row.getInt(1),
        new NetworkId(Bytes.of(row.getBytes(2))),
        Bytes.of(row.getBytes(3)),
        List.of());
  }

  private static StoredConfig config(ResultSet row) throws SQLException {
    return new StoredConfig(row.getLong(1), Bytes.of(row.getBytes(2)), Bytes.of(row.getBytes(3)));
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
          int number =
              query(Sql.ADD_NETWORK, row -> row.getInt(1), id.bytes().toArray(), genesis.toArray())
                  .getFirst();
          for (StoredConfig config : configs) {
            update(
                Sql.ADD_CONFIG,
                number,
                config.epoch(),
                config.link().toArray(),
                config.carry().toArray());
          }
          return number;
        });
  }

  @Override
  public void put(int network, StoredBundle bundle, List<StoredItem> superseded, long decided)
      throws RegistryException {
    transaction(
        "storing the name '" + bundle.key() + "'",
        () -> {
          update(
              Sql.PUT,
              network,
              bundle.key(),
              bundle.ts(),
              bundle.id().toArray(),
              bundle.state().toArray());
          for (StoredItem item : superseded) {
            update(Sql.ADD_HISTORY, network, bundle.key(), item.g(), item.item().toArray());
          }
          if (!superseded.isEmpty()) {
            update(Sql.TRIM_HISTORY, network, bundle.key(), HISTORY);
          }
          return update(Sql.FORGET_CLAIM, network, bundle.key(), decided);
        });
  }

  @Override
  public List<StoredItem> history(int network, String key) throws RegistryException {
    return run(
        "reading the history of '" + key + "'",
        () ->
            query(
                Sql.HISTORY,
                row -> new StoredItem(row.getLong(1), Bytes.of(row.getBytes(2))),
                network,
                key));
  }

  @Override
  public void putClaim(int network, StoredClaim claim) throws RegistryException {
    transaction(
        "storing an operation on '" + claim.name() + "'",
        () ->
            update(
                Sql.PUT_CLAIM,
                network,
                claim.name(),
                claim.g(),
                claim.phase(),
                claim.state().toArray()));
  }

  @Override
  public List<StoredClaim> claims(int network) throws RegistryException {
    return run(
        "reading the unfinished operations",
        () ->
            query(
                Sql.CLAIMS,
                row ->
                    new StoredClaim(
                        row.getString(1), row.getLong(2), row.getInt(3), Bytes.of(row.getBytes(4))),
                network));
  }

  @Override
  public void forgetClaim(int network, String name) throws RegistryException {
    transaction(
        "forgetting an operation on '" + name + "'",
        () -> update(Sql.FORGET_CLAIM, network, name, Long.MAX_VALUE));
  }

  @Override
  public @Nullable StoredBundle get(int network, String key) throws RegistryException {
    return find(network, key).orElse(null);
  }

  private Optional<StoredBundle> find(int network, String key) throws RegistryException {
    return run(
        "reading the name '" + key + "'",
        () -> query(Sql.GET, SqliteStore::bundle, network, key).stream().findFirst());
  }

  @Override
  public List<StoredBundle> page(int network, String after, int limit) throws RegistryException {
    return run(
        "reading the names after '" + after + "'",
        () -> query(Sql.PAGE, SqliteStore::bundle, network, after, limit));
  }

  @Override
  public void forEachByTime(int network, Visitor visitor) throws RegistryException {
    run(
        "reading all names",
        () -> {
          try (PreparedStatement statement = prepare(Sql.BY_TIME, network);
              ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
              visitor.visit(bundle(rows));
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

  /** Reads one row. */
  @FunctionalInterface
  private interface Row<T> {
    T read(ResultSet row) throws SQLException;
  }

  private int update(String sql, Object... parameters) throws SQLException {
    try (PreparedStatement statement = prepare(sql, parameters)) {
      return statement.executeUpdate();
    }
  }

  private <T> List<T> query(String sql, Row<T> reader, Object... parameters) throws SQLException {
    List<T> found = new ArrayList<>();
    try (PreparedStatement statement = prepare(sql, parameters);
        ResultSet rows = statement.executeQuery()) {
      while (rows.next()) {
        found.add(reader.read(rows));
      }
    }
    return List.copyOf(found);
  }

  private PreparedStatement prepare(String sql, Object... parameters) throws SQLException {
    PreparedStatement statement = connection.prepareStatement(sql);
    for (int i = 0; i < parameters.length; i++) {
      statement.setObject(i + 1, parameters[i]);
    }
    return statement;
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
    if (refusal != null) {
      throw new RegistryException(Kind.STORE, refusal);
    }
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
