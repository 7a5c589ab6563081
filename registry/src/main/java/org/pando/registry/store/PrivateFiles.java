package org.pando.registry.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;

/**
 * Files and directories that only their owner may read, and writes that survive a power failure.
 * Where the file system knows no POSIX permissions they are left as the system makes them.
 */
public final class PrivateFiles {
  /** What a file being written is called, after its final name. */
  public static final String UNFINISHED = ".new";

  private static final Set<PosixFilePermission> OWNER_FILE =
      PosixFilePermissions.fromString("rw-------");
  private static final Set<PosixFilePermission> OWNER_DIRECTORY =
      PosixFilePermissions.fromString("rwx------");
  private static final Set<PosixFilePermission> OTHERS =
      PosixFilePermissions.fromString("---rwxrwx");

  private PrivateFiles() {}

  /** Creates a directory, and those above it, with mode 0700; one that exists is left as it is. */
  public static void createDirectories(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      Files.createDirectories(directory, attributes(directory, OWNER_DIRECTORY));
    }
  }

  /**
   * Writes a new file with mode 0600: it appears under its name complete and on disk, or not at
   * all. Two writers of one name must exclude each other.
   *
   * @throws FileAlreadyExistsException when there is a file of this name
   */
  public static void writeNew(Path file, byte[] content) throws IOException {
    if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      throw new FileAlreadyExistsException(file.toString());
    }
    replace(file, content);
  }

  /**
   * Writes a file with mode 0600 in place of the one of this name, if there is one: at any moment
   * the old or the new one is there, complete and on disk. Writers exclude each other as above.
   */
  public static void replace(Path file, byte[] content) throws IOException {
    Path unfinished = file.resolveSibling(file.getFileName() + UNFINISHED);
    Files.deleteIfExists(unfinished);
    try (FileChannel channel = create(unfinished)) {
      ByteBuffer bytes = ByteBuffer.wrap(content);
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
    publish(unfinished, file);
  }

  /**
   * Makes a new, empty file with mode 0600 and opens it for writing.
   *
   * @throws FileAlreadyExistsException when there is a file of this name
   */
  public static FileChannel create(Path file) throws IOException {
    return FileChannel.open(
        file,
        EnumSet.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW),
        attributes(file, OWNER_FILE));
  }

  /**
   * Gives a file or directory that is complete and on disk its final name, durably.
   *
   * @param file in the same directory; one that is there is replaced
   */
  public static void publish(Path unfinished, Path file) throws IOException {
    Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
    Path directory = file.toAbsolutePath().getParent();
    if (directory != null) {
      flushDirectory(directory);
    }
  }

  /** Whether group or others may do anything with the file. */
  public static boolean isOpenToOthers(Path file) throws IOException {
    if (!hasPermissions(file)) {
      return false;
    }
    Set<PosixFilePermission> open = EnumSet.noneOf(PosixFilePermission.class);
    open.addAll(Files.getPosixFilePermissions(file));
    return open.removeAll(OTHERS);
  }

  /**
   * Makes the names in a directory durable; Windows does so by itself and cannot open directories.
   */
  public static void flushDirectory(Path directory) throws IOException {
    if (hasPermissions(directory)) {
      try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
        channel.force(true);
      }
    }
  }

  private static FileAttribute<?>[] attributes(Path path, Set<PosixFilePermission> permissions) {
    return hasPermissions(path)
        ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(permissions)}
        : new FileAttribute<?>[0];
  }

  private static boolean hasPermissions(Path path) {
    return path.getFileSystem().supportedFileAttributeViews().contains("posix");
  }
}
