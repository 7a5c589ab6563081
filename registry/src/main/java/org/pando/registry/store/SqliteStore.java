package org.pando.registry.store;

import java.nio.file.Path;
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
  private final SqliteFile database;
  private @Nullable String refusal;

  SqliteStore(SqliteFile database) {
    this.database = database;
  }

  /**
   * Opens the store, or creates an empty one where there is no file. The thread that opens it need
   * not be the one that uses it.
   *
   * @throws RegistryException when it cannot be opened, is damaged, is no registry store, or was
   *     written by a newer Pando
   */
  public static SqliteStore open(Path file) throws RegistryException {
    return new SqliteStore(
        SqliteFile.open(file, (_, connection) -> SqliteSchema.prepare(file, connection)));
  }

  /** Whether the last user closed the store; a new one counts as closed. Any thread. */
  public boolean wasStoppedInOrder() {
    return database.wasStoppedInOrder();
  }

  /**
   * Refuses every change from now on; reading goes on.
   *
   * @param why the message of every refusal: where, what, and how to mend it
   */
  public void refuseChanges(String why) {
    database.checkThread();
    refusal = why;
  }

  @Override
  public List<StoredNetwork> networks() throws RegistryException {
    return database.run(
        "reading the networks",
        () -> {
          List<StoredNetwork> networks = new ArrayList<>();
          for (StoredNetwork network : database.query(Sql.NETWORKS, SqliteStore::network)) {
            networks.add(
                network.with(database.query(Sql.CONFIGS, SqliteStore::config, network.number())));
          }
          return List.copyOf(networks);
        });
  }

  private static StoredNetwork network(ResultSet row) throws SQLException {
    return new StoredNetwork(
        row.getInt(1),
        new NetworkId(Bytes.of(row.getBytes(2))),
        Bytes.of(row.getBytes(3)),
        List.of(),
        row.getBoolean(6) ? sharing(row.getBytes(4), row.getString(5)) : null);
  }

  private static Sharing sharing(byte @Nullable [] key, String peers) {
    return new Sharing(key == null ? null : Bytes.of(key), peers.lines().toList());
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
              + database.path()
              + ": the network "
              + id
              + " is there already; leave it before you add it again.");
    }
    return transaction(
        "adding the network " + id,
        () -> {
          int number =
              database
                  .query(
                      Sql.ADD_NETWORK,
                      row -> row.getInt(1),
                      id.bytes().toArray(),
                      genesis.toArray())
                  .getFirst();
          for (StoredConfig config : configs) {
            database.update(
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
  public void share(int network, Sharing sharing) throws RegistryException {
    Bytes key = sharing.key();
    transaction(
        "storing how a network is shared",
        () ->
            database.update(
                Sql.SHARE,
                network,
                key == null ? null : key.toArray(),
                String.join("\n", sharing.peers())));
  }

  @Override
  public void removeNetwork(int network) throws RegistryException {
    transaction(
        "forgetting a network",
        () -> {
          int rows = 0;
          for (String statement : Sql.REMOVE_NETWORK) {
            rows += database.update(statement, network);
          }
          return rows;
        });
  }

  @Override
  public void put(int network, List<StoredChange> changes) throws RegistryException {
    transaction(
        changes.size() == 1
            ? "storing the name '" + changes.getFirst().bundle().key() + "'"
            : "storing " + changes.size() + " names",
        () -> {
          database.updateEach(Sql.PUT, changes, change -> row(network, change.bundle()));
          for (StoredChange change : changes) {
            supersede(network, change.bundle().key(), change.superseded());
          }
          return database.updateEach(
              Sql.FORGET_CLAIM,
              changes,
              change -> List.of(network, change.bundle().key(), change.decided()));
        });
  }

  private static List<Object> row(int network, StoredBundle bundle) {
    return List.of(
        network, bundle.key(), bundle.ts(), bundle.id().toArray(), bundle.state().toArray());
  }

  private void supersede(int network, String key, List<StoredItem> superseded) throws SQLException {
    if (superseded.isEmpty()) {
      return;
    }
    database.updateEach(
        Sql.ADD_HISTORY,
        superseded,
        item -> List.of(network, key, item.g(), item.item().toArray()));
    database.update(Sql.TRIM_HISTORY, network, key, HISTORY);
  }

  @Override
  public List<StoredItem> history(int network, String key) throws RegistryException {
    return database.run(
        "reading the history of '" + key + "'",
        () ->
            database.query(
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
            database.update(
                Sql.PUT_CLAIM,
                network,
                claim.name(),
                claim.g(),
                claim.phase(),
                claim.state().toArray()));
  }

  @Override
  public List<StoredClaim> claims(int network) throws RegistryException {
    return database.run(
        "reading the unfinished operations",
        () ->
            database.query(
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
        () -> database.update(Sql.FORGET_CLAIM, network, name, Long.MAX_VALUE));
  }

  @Override
  public @Nullable StoredBundle get(int network, String key) throws RegistryException {
    return find(network, key).orElse(null);
  }

  @Override
  public @Nullable StoredBundle byId(int network, Bytes id) throws RegistryException {
    return database
        .run(
            "reading a name by its bundle's id",
            () ->
                database.query(Sql.BY_ID, SqliteStore::bundle, network, id.toArray()).stream()
                    .findFirst())
        .orElse(null);
  }

  private Optional<StoredBundle> find(int network, String key) throws RegistryException {
    return database.run(
        "reading the name '" + key + "'",
        () -> database.query(Sql.GET, SqliteStore::bundle, network, key).stream().findFirst());
  }

  @Override
  public List<StoredBundle> page(int network, String after, int limit) throws RegistryException {
    return database.run(
        "reading the names after '" + after + "'",
        () -> database.query(Sql.PAGE, SqliteStore::bundle, network, after, limit));
  }

  @Override
  public void forEachByTime(int network, Visitor visitor) throws RegistryException {
    database.run(
        "reading all names",
        () -> {
          database.forEach(Sql.BY_TIME, row -> visitor.visit(bundle(row)), network);
          return true;
        });
  }

  private static StoredBundle bundle(ResultSet row) throws SQLException {
    return new StoredBundle(
        row.getString(1), row.getLong(2), Bytes.of(row.getBytes(3)), Bytes.of(row.getBytes(4)));
  }

  private <T> T transaction(String doing, SqliteFile.Work<T> work) throws RegistryException {
    if (refusal != null) {
      throw new RegistryException(Kind.STORE, refusal);
    }
    return database.transaction(doing, work);
  }

  @Override
  public void close() throws RegistryException {
    database.close();
  }
}
