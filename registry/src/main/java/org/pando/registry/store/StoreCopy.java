package org.pando.registry.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import org.pando.registry.RegistryException;
import org.pando.registry.RegistryException.Kind;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is kept of a store before it changes its format. Belongs to the thread that opens it. */
final class StoreCopy {
  private static final Logger LOG = LoggerFactory.getLogger(StoreCopy.class);

  private StoreCopy() {}

  /**
   * Keeps a store as an older program left it, beside it and named after its format: complete and
   * on disk when this returns, in place of a copy that an earlier attempt made.
   *
   * @throws SQLException also when the disk is full; the store is as it was
   */
  static void keep(Path file, Connection connection, int format)
      throws SQLException, RegistryException {
    Path copy = file.resolveSibling(file.getFileName() + ".format-" + format);
    Path unfinished = copy.resolveSibling(copy.getFileName() + PrivateFiles.UNFINISHED);
    try {
      Files.deleteIfExists(unfinished);
      PrivateFiles.create(unfinished).close();
      try (PreparedStatement statement = connection.prepareStatement(Sql.COPY)) {
        statement.setString(1, unfinished.toString());
        statement.execute();
      }
      try (FileChannel channel = FileChannel.open(unfinished, StandardOpenOption.WRITE)) {
        channel.force(true);
      }
      PrivateFiles.publish(unfinished, copy);
    } catch (IOException e) {
      throw new RegistryException(
          Kind.STORE,
          "store "
              + file
              + ": of an older format, and "
              + copy
              + " cannot be written to keep it ("
              + e.getMessage()
              + "); nothing was changed. Check the permissions and the space there.",
          e);
    }
    LOG.info("store {}: brought to a new format; as it was: {}", file, copy);
  }
}
