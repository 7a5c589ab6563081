package org.pando.resolver.app;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.pando.registry.RegistryException;
import org.pando.registry.RegistryException.Kind;
import org.pando.registry.backup.Backup;
import org.pando.registry.keys.KeyStore;
import org.pando.registry.owner.OwnKeys;
import org.pando.registry.store.DataDirectory;
import org.pando.resolver.control.BackupService;

/**
 * {@code pando backup}: the store is read on the reader thread, and the writer thread only gives
 * the small files. Virtual threads.
 */
final class ControlBackup implements BackupService {
  private final DataDirectory directory;
  private final OwnKeys keys;
  private final WriterThread writer;
  private final ReaderThread readers;
  private final NodeClock clock;

  ControlBackup(
      DataDirectory directory,
      OwnKeys keys,
      WriterThread writer,
      ReaderThread readers,
      NodeClock clock) {
    this.directory = directory;
    this.keys = keys;
    this.writer = writer;
    this.readers = readers;
    this.clock = clock;
  }

  @Override
  public BackupReport create(BackupRequest request) throws RegistryException {
    Path file = absolute(request.file());
    Backup.SmallFiles small = () -> writer.call(() -> Backup.smallFiles(directory.path()));
    Backup.Written written =
        readers.call(
            reader ->
                new Backup(reader, small, Version.text(), clock.wall().instant()).write(file));
    KeyStore.Listing listing = writer.call(keys::list);
    return new BackupReport(
        file.toString(),
        written.size(),
        written.names(),
        listing.labels(),
        listing.unprotectedLabels(),
        listing.problems());
  }

  private static Path absolute(String text) throws RegistryException {
    try {
      Path path = Path.of(text);
      if (path.isAbsolute() && path.getFileName() != null) {
        return path.normalize();
      }
      throw new RegistryException(
          Kind.INVALID, "backup '" + text + "': give the absolute path of a file");
    } catch (InvalidPathException e) {
      throw new RegistryException(Kind.INVALID, "backup '" + text + "': " + e.getMessage(), e);
    }
  }
}
