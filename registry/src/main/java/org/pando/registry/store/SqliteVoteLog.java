package org.pando.registry.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.pando.registry.Bytes;
import org.pando.registry.NetworkId;
import org.pando.registry.RegistryException;
import org.pando.registry.RegistryException.Kind;

/**
 * Owned by the registry-writer thread (checked at each call): the vote log in {@code witness.db}.
 * It is never part of a backup, and bound to the computer and the file it was made as.
 */
public final class SqliteVoteLog implements VoteLog {
  private static final String MACHINE = "machine";
  private static final String DEVICE = "dev";
  private static final String INODE = "inode";
  private static final String CREATED = "created";
  private static final String COUNTER = "counter";
  private static final String SUSPENDED = "suspended";
  private static final String NETWORK = "network ";

  /** What a log that is found is told about its past. */
  public enum Past {
    /** A missing file has not been made yet: the data directory is new, or from before the log. */
    MAY_BE_NEW,
    /** There was a file: if it is missing, it is lost. */
    MUST_EXIST
  }

  private final SqliteFile database;
  private final String machine;

  private SqliteVoteLog(SqliteFile database, String machine) {
    this.database = database;
    this.machine = machine;
  }

  /**
   * Opens the log, or makes an empty one where there is no file.
   *
   * @param machine which computer this is, in any words; empty when that is not known
   * @throws RegistryException when it cannot be opened, is damaged, is no vote log, or was written
   *     by a newer Pando
   */
  public static SqliteVoteLog open(Path file, String machine, Past past) throws RegistryException {
    return new SqliteVoteLog(
        SqliteFile.open(
            file,
            (database, connection) -> {
              SqliteVoteLog log = new SqliteVoteLog(database, machine);
              if (VoteLogSchema.isEmpty(file, connection)) {
                log.begin(connection, past);
              } else {
                log.follow();
              }
              if (!database.wasStoppedInOrder()) {
                check(file);
              }
            }),
        machine);
  }

  private static void check(Path file) throws RegistryException {
    try (StoreReader reader = StoreReader.open(file)) {
      RegistryException damage = reader.check();
      if (damage != null) {
        throw damage;
      }
    }
  }

  /** One transaction: after a crash the file is empty or complete. */
  private void begin(Connection connection, Past past) throws RegistryException {
    database.transaction(
        "making it",
        () -> {
          VoteLogSchema.create(connection);
          put(COUNTER, "0");
          bind();
          if (past == Past.MUST_EXIST) {
            put(SUSPENDED, Suspension.LOST.name());
          }
          return true;
        });
  }

  /** Writes down which file on which computer this is. */
  private void bind() throws SQLException, RegistryException {
    FileIdentity file = identity();
    put(MACHINE, machine);
    put(DEVICE, file.device());
    put(INODE, file.inode());
    put(CREATED, file.created());
  }

  /** The same file, on a device that got another number: that number is the one to know. */
  private void follow() throws RegistryException {
    database.run(
        "checking where it is",
        () -> {
          if (!isMoved() && !identity().device().equals(meta(DEVICE))) {
            put(DEVICE, identity().device());
          }
          return true;
        });
  }

  private boolean isMoved() throws SQLException, RegistryException {
    String home = meta(MACHINE);
    boolean elsewhere = !home.isEmpty() && !machine.isEmpty() && !home.equals(machine);
    return elsewhere
        || !identity().isSameFile(new FileIdentity(meta(DEVICE), meta(INODE), meta(CREATED)));
  }

  private FileIdentity identity() throws RegistryException {
    try {
      return FileIdentity.of(database.path());
    } catch (IOException e) {
      throw new RegistryException(
          Kind.STORE,
          "store " + database.path() + ": cannot be looked at (" + e.getMessage() + ").",
          e);
    }
  }

  /** Why a log is in doubt. */
  private enum Suspension {
    LOST("the file is new, though this node had one before: what it signed is not known any more"),
    MOVED("the data directory was copied or moved here, and another copy may still sign"),
    RESTORED("the data directory was restored from a backup, and another copy may still sign"),
    APART("it does not fit the registry beside it: one of them was put back from an older copy");

    private final String text;

    Suspension(String text) {
      this.text = text;
    }
  }

  @Override
  public Optional<String> suspension() throws RegistryException {
    return suspended()
        .map(
            reason ->
                "witness log "
                    + database.path()
                    + ": "
                    + reason.text
                    + ". Names can be updated and revoked, but not registered, renewed,"
                    + " transferred or released. If no other copy of this node runs or will run,"
                    + " go on with: pando network witness resume");
  }

  private Optional<Suspension> suspended() throws RegistryException {
    if (Files.exists(restoredMark())) {
      return Optional.of(Suspension.RESTORED);
    }
    return database.run(
        "checking that it may sign",
        () -> {
          String marked = meta(SUSPENDED);
          if (!marked.isEmpty()) {
            return Optional.of(Suspension.valueOf(marked));
          }
          return isMoved() ? Optional.of(Suspension.MOVED) : Optional.empty();
        });
  }

  private Path restoredMark() {
    return database.path().resolveSibling(DataDirectory.RESTORED);
  }

  @Override
  public void suspend() throws RegistryException {
    database.transaction(
        "suspending it",
        () -> {
          put(SUSPENDED, Suspension.APART.name());
          return true;
        });
  }

  @Override
  public void resume() throws RegistryException {
    database.transaction(
        "resuming it",
        () -> {
          bind();
          put(SUSPENDED, "");
          database.update(VoteLogSchema.FORGET_SLOTS);
          return database.update(VoteLogSchema.FORGET_VOTES);
        });
    try {
      Files.deleteIfExists(restoredMark());
    } catch (IOException e) {
      throw new RegistryException(
          Kind.STORE,
          restoredMark() + ": cannot be deleted (" + e.getMessage() + "); delete it by hand.",
          e);
    }
  }

  @Override
  public @Nullable Slot slot(NetworkId network, long epoch, String name) throws RegistryException {
    return database
        .run(
            "reading the open decision on '" + name + "'",
            () ->
                database
                    .query(VoteLogSchema.SLOT, SqliteVoteLog::slot, number(network), epoch, name)
                    .stream()
                    .findFirst())
        .orElse(null);
  }

  private static Slot slot(ResultSet row) throws SQLException {
    return new Slot(row.getLong(1), row.getInt(2), bytes(row, 3), bytes(row, 4));
  }

  private static @Nullable Bytes bytes(ResultSet row, int column) throws SQLException {
    byte[] value = row.getBytes(column);
    return value == null ? null : Bytes.of(value);
  }

  @Override
  public @Nullable Bytes vote(Instance instance, int round, Phase phase) throws RegistryException {
    return database
        .run(
            "reading a vote on '" + instance.name() + "'",
            () ->
                database
                    .query(
                        VoteLogSchema.VOTE,
                        row -> Bytes.of(row.getBytes(1)),
                        number(instance.network()),
                        instance.epoch(),
                        instance.name(),
                        instance.g(),
                        round,
                        phase.number())
                    .stream()
                    .findFirst())
        .orElse(null);
  }

  @Override
  public long newestVote(NetworkId network, String name) throws RegistryException {
    return database.run(
        "reading the votes on '" + name + "'",
        () ->
            database
                .query(VoteLogSchema.NEWEST_VOTE, row -> row.getLong(1), number(network), name)
                .getFirst());
  }

  @Override
  public void save(Instance instance, Slot slot) throws RegistryException {
    database.transaction(
        "storing the open decision on '" + instance.name() + "'",
        () -> saveSlot(numbered(instance.network()), instance, slot));
  }

  @Override
  public void cast(Instance instance, Slot slot, int round, Phase phase, Bytes vote)
      throws RegistryException {
    database.transaction(
        "storing a vote on '" + instance.name() + "'",
        () -> {
          int network = numbered(instance.network());
          saveSlot(network, instance, slot);
          database.update(VoteLogSchema.COUNT);
          return database.update(
              VoteLogSchema.CAST,
              network,
              instance.epoch(),
              instance.name(),
              instance.g(),
              round,
              phase.number(),
              vote.toArray());
        });
  }

  private int saveSlot(int network, Instance instance, Slot slot) throws SQLException {
    return database.update(
        VoteLogSchema.SAVE_SLOT,
        network,
        instance.epoch(),
        instance.name(),
        slot.g(),
        slot.round(),
        array(slot.lock()),
        array(slot.best()));
  }

  private static byte @Nullable [] array(@Nullable Bytes bytes) {
    return bytes == null ? null : bytes.toArray();
  }

  @Override
  public void decided(Instance instance) throws RegistryException {
    database.transaction(
        "closing the decision on '" + instance.name() + "'",
        () -> {
          int network = number(instance.network());
          database.update(
              VoteLogSchema.CLOSE_SLOT, network, instance.epoch(), instance.name(), instance.g());
          return database.update(VoteLogSchema.TRIM_VOTES, network, instance.name(), instance.g());
        });
  }

  /** How many votes were cast since the log was made. */
  long counter() throws RegistryException {
    return database.run("reading the counter", () -> Long.parseLong(meta(COUNTER)));
  }

  /** The log's number for a network; -1 when it has none yet. */
  private int number(NetworkId network) throws SQLException {
    String number = meta(NETWORK + network);
    return number.isEmpty() ? -1 : Integer.parseInt(number);
  }

  private int numbered(NetworkId network) throws SQLException {
    int known = number(network);
    if (known >= 0) {
      return known;
    }
    int next = database.query(VoteLogSchema.COUNT_NETWORKS, row -> row.getInt(1)).getFirst();
    put(NETWORK + network, Integer.toString(next));
    return next;
  }

  private String meta(String key) throws SQLException {
    List<String> found = database.query(VoteLogSchema.META, row -> row.getString(1), key);
    return found.isEmpty() ? "" : found.getFirst();
  }

  private void put(String key, String value) throws SQLException {
    database.update(VoteLogSchema.PUT_META, key, value);
  }

  @Override
  public void close() throws RegistryException {
    database.close();
  }
}
