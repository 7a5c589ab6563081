package org.pando.registry.backup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.pando.registry.RegistryException;
import org.pando.registry.RegistryException.Kind;
import org.pando.registry.store.DataDirectory;
import org.pando.registry.store.PrivateFiles;

/**
 * Where a data directory is put together before it appears; owned by the thread that restores. A
 * directory that is missing appears by one renaming. In one that is there, and may be a mounted
 * file system, the entries do, the last of them the file {@code format}: without it a node refuses
 * the directory.
 */
final class Staging implements AutoCloseable {
  private static final String SUFFIX = ".restore" + PrivateFiles.UNFINISHED;

  private final Path directory;
  private final Path path;

  private Staging(Path directory, Path path) {
    this.directory = directory;
    this.path = path;
  }

  /**
   * @param directory absolute
   * @throws RegistryException of kind INVALID when it is not empty
   */
  static Staging prepare(Path directory) throws IOException, RegistryException {
    Path path =
        Files.exists(directory)
            ? directory.resolve(SUFFIX.substring(1))
            : directory.resolveSibling(directory.getFileName() + SUFFIX);
    removeAll(path);
    checkEmpty(directory);
    PrivateFiles.createDirectories(path);
    return new Staging(directory, path);
  }

  private static void checkEmpty(Path directory) throws IOException, RegistryException {
    if (Files.exists(directory) && !DataDirectory.isVacant(directory)) {
      throw new RegistryException(
          Kind.INVALID,
          "data directory "
              + directory
              + ": not empty, and a backup is restored into a new or empty one only; move this one"
              + " away, or give another as --data-dir.");
    }
  }

  Path path() {
    return path;
  }

  /** Makes the directory appear. */
  void publish() throws IOException {
    if (!Files.exists(directory)) {
      PrivateFiles.publish(path, directory);
      return;
    }
    for (Path entry : entries(path)) {
      if (!entry.endsWith(DataDirectory.FORMAT)) {
        PrivateFiles.publish(entry, directory.resolve(entry.getFileName()));
      }
    }
    PrivateFiles.publish(
        path.resolve(DataDirectory.FORMAT), directory.resolve(DataDirectory.FORMAT));
  }

  /** Removes what was not published. */
  @Override
  public void close() throws IOException {
    removeAll(path);
  }

  private static List<Path> entries(Path directory) throws IOException {
    try (Stream<Path> entries = Files.list(directory)) {
      return entries.toList();
    }
  }

  private static void removeAll(Path path) throws IOException {
    if (!Files.exists(path)) {
      return;
    }
    try (Stream<Path> tree = Files.walk(path)) {
      for (Path each : tree.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(each);
      }
    }
  }
}
