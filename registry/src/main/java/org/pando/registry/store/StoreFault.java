package org.pando.registry.store;

import java.nio.file.Path;
import java.sql.SQLException;
import org.pando.registry.RegistryException;
import org.pando.registry.RegistryException.Kind;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** What went wrong in SQLite, in words for the person who runs the node. */
enum StoreFault {
  FULL("the disk is full; nothing was changed. Free some space there and try again"),
  READ_ONLY(
      "the file or its file system is read-only; nothing was changed. Make it writable for the user"
          + " who runs Pando and try again"),
  DAMAGED(
      "the file is damaged. Stop the node, move the file aside together with its -wal and -shm"
          + " files, and restore it from a backup; the disk itself may be failing"),
  LOCKED(
      "another program holds the database; nothing was changed. Close the program that has the file"
          + " open and try again"),
  CANNOT_OPEN(
      "the file cannot be opened. Check that its directory exists and that the user who runs Pando"
          + " may read and write there"),
  DISK(
      "the disk failed to read or write, or has become read-only because of an error; nothing was"
          + " changed. Look at the system's log for disk errors, free space and quotas"),
  OTHER("the database refused. The reason given may help");

  private static final int PRIMARY_CODE_MASK = 0xff;

  private final String explanation;

  StoreFault(String explanation) {
    this.explanation = explanation;
  }

  static RegistryException of(Path file, String doing, SQLException cause) {
    StoreFault fault = cause instanceof SQLiteException sqlite ? of(sqlite.getResultCode()) : OTHER;
    RegistryException exception = fault.at(file, doing, reason(cause));
    exception.initCause(cause);
    return exception;
  }

  /**
   * @param doing what the store was doing, such as "storing the name 'blog'"
   * @param reason SQLite's own words
   */
  RegistryException at(Path file, String doing, String reason) {
    return new RegistryException(
        Kind.STORE, "store " + file + ": " + doing + ": " + explanation + " (" + reason + ").");
  }

  /** By primary result code: the extended codes carry it in their low octet. */
  private static StoreFault of(SQLiteErrorCode code) {
    int primary = code.code & PRIMARY_CODE_MASK;
    if (primary == SQLiteErrorCode.SQLITE_FULL.code) {
      return FULL;
    }
    if (primary == SQLiteErrorCode.SQLITE_READONLY.code
        || primary == SQLiteErrorCode.SQLITE_PERM.code) {
      return READ_ONLY;
    }
    if (primary == SQLiteErrorCode.SQLITE_CORRUPT.code
        || primary == SQLiteErrorCode.SQLITE_NOTADB.code) {
      return DAMAGED;
    }
    if (primary == SQLiteErrorCode.SQLITE_BUSY.code
        || primary == SQLiteErrorCode.SQLITE_LOCKED.code) {
      return LOCKED;
    }
    if (primary == SQLiteErrorCode.SQLITE_CANTOPEN.code) {
      return CANNOT_OPEN;
    }
    return primary == SQLiteErrorCode.SQLITE_IOERR.code ? DISK : OTHER;
  }

  private static String reason(SQLException cause) {
    String message = cause.getMessage();
    return message == null ? cause.getClass().getSimpleName() : message;
  }
}
