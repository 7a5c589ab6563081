package org.pando.registry.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.pando.registry.RegistryException;
import org.pando.registry.RegistryException.Kind;

/**
 * The directory with everything a node keeps, held by this process until it is closed. Opened and
 * closed by the thread that starts and stops the node.
 *
 * <pre>
 * format        "pando-data 2", the version of this layout
 * lock          locked while a node runs; holds its process id
 * registry.db   the store
 * witness.db    what this node signed as a witness, from format 2 on; never in a backup
 * answers       the resolver's answer cache; never in a backup
 * restored      there when the directory was restored from a backup
 * keys/         one file per key
 * revocations/  one file per own name: its revocation, signed in advance
 * offers/       one file per own name that is offered to somebody
 * </pre>
 */
public final class DataDirectory implements AutoCloseable {
  /** The format that this program makes; it opens this one and older ones. */
  public static final int VERSION = 3;

  /** The file without which a directory is not Pando's. */
  public static final String FORMAT = "format";

  /** The file that says that a directory was restored from a backup. */
  public static final String RESTORED = "restored";

  private static final String LOCK = "lock";
  private static final Pattern FORMAT_LINE = Pattern.compile("pando-data ([1-9][0-9]{0,8})\\R?");
  private static final Pattern PROCESS_ID = Pattern.compile("([1-9][0-9]{0,9})\\R?");

  /** What may lie in a directory that is about to become a data directory. */
  private static final Set<String> HARMLESS =
      Set.of(LOCK, FORMAT + PrivateFiles.UNFINISHED, "lost+found");

  /** The locked octet, behind the process id: some systems let nobody read what is locked. */
  private static final long LOCKED_OCTET = 1L << 30;

  private final Path directory;
  private final FileChannel lock;
  private int version;

  private DataDirectory(Path directory, FileChannel lock, int version) {
    this.directory = directory;
    this.lock = lock;
    this.version = version;
  }

  /**
   * Takes a data directory for this process; a missing or empty one is made ready, readable for its
   * owner only.
   *
   * @throws RegistryException of kind STORE when another node runs on it, when it belongs to a
   *     newer Pando or to something else, or when it cannot be written
   */
  public static DataDirectory open(Path directory) throws RegistryException {
    Path absolute = directory.toAbsolutePath().normalize();
    try {
      PrivateFiles.createDirectories(absolute);
      refuseForeign(absolute);
      FileChannel lock = lock(absolute);
      try {
        int version = checkFormat(absolute);
        PrivateFiles.createDirectories(absolute.resolve("keys"));
        return new DataDirectory(absolute, lock, version);
      } catch (IOException | RegistryException e) {
        lock.close();
        throw e;
      }
    } catch (FileAlreadyExistsException e) {
      throw fault(
          absolute, e.getFile() + " is a file; give a directory as --data-dir or data-dir.", e);
    } catch (AccessDeniedException e) {
      throw fault(
          absolute,
          "no permission for "
              + e.getFile()
              + "; run Pando as the owner of the directory, or give another one as --data-dir.",
          e);
    } catch (IOException e) {
      throw fault(
          absolute,
          "cannot be used ("
              + e.getMessage()
              + "); check that its file system is mounted, writable and has space, or give another"
              + " directory as --data-dir.",
          e);
    }
  }

  /** Absolute. */
  public Path path() {
    return directory;
  }

  /** The file of the {@link SqliteStore}. */
  public Path database() {
    return directory.resolve("registry.db");
  }

  /** The directory of the key files. */
  public Path keys() {
    return directory.resolve("keys");
  }

  /** The file of the {@link SqliteVoteLog}. */
  public Path votes() {
    return directory.resolve("witness.db");
  }

  /** The file in which a resolver may keep its answer cache. */
  public Path answers() {
    return directory.resolve("answers");
  }

  /** Whether the directory is of a format that has a vote log. */
  public boolean hasVotes() {
    return version > 1;
  }

  /** Makes the directory one of the present format; everything that belongs to it is there. */
  public void upgrade() throws RegistryException {
    if (version == VERSION) {
      return;
    }
    try {
      PrivateFiles.replace(directory.resolve(FORMAT), formatFile(VERSION));
      version = VERSION;
    } catch (IOException e) {
      throw fault(directory, "its file 'format' cannot be written (" + e.getMessage() + ").", e);
    }
  }

  /** Lets other processes have the directory. */
  @Override
  public void close() throws RegistryException {
    try {
      lock.close();
    } catch (IOException e) {
      throw fault(directory, "its lock could not be given back (" + e.getMessage() + ").", e);
    }
  }

  private static void refuseForeign(Path directory) throws IOException, RegistryException {
    if (!Files.exists(directory.resolve(FORMAT)) && !isVacant(directory)) {
      throw fault(
          directory,
          "not empty, and not Pando's (it has no file 'format'); give an empty or new directory"
              + " as --data-dir.",
          null);
    }
  }

  /** Whether nothing lies in a directory that would keep it from becoming a data directory. */
  public static boolean isVacant(Path directory) throws IOException {
    try (Stream<Path> entries = Files.list(directory)) {
      return entries.allMatch(entry -> HARMLESS.contains(String.valueOf(entry.getFileName())));
    }
  }

  /** What the file {@link #FORMAT} holds. */
  public static byte[] formatFile(int version) {
    return ("pando-data " + version + "\n").getBytes(StandardCharsets.US_ASCII);
  }

  private static FileChannel lock(Path directory) throws IOException, RegistryException {
    FileChannel channel =
        FileChannel.open(
            directory.resolve(LOCK),
            StandardOpenOption.READ,
            StandardOpenOption.WRITE,
            StandardOpenOption.CREATE);
    try {
      if (tryLock(channel) == null) {
        throw fault(
            directory,
            "another node"
                + holder(channel)
                + " runs on it; stop that one first, or give this one its own --data-dir.",
            null);
      }
      byte[] pid = (ProcessHandle.current().pid() + "\n").getBytes(StandardCharsets.US_ASCII);
      channel.truncate(0).write(ByteBuffer.wrap(pid), 0);
      return channel;
    } catch (IOException | RegistryException e) {
      channel.close();
      throw e;
    }
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock(LOCKED_OCTET, 1, false);
    } catch (OverlappingFileLockException heldByThisProcess) {
      return null;
    }
  }

  private static String holder(FileChannel channel) throws IOException {
    ByteBuffer content = ByteBuffer.allocate(32);
    channel.read(content, 0);
    Matcher pid =
        PROCESS_ID.matcher(
            new String(content.array(), 0, content.position(), StandardCharsets.US_ASCII));
    return pid.matches() ? " (process " + pid.group(1) + ")" : "";
  }

  /** The directory's version; a new one gets the present one. */
  private static int checkFormat(Path directory) throws IOException, RegistryException {
    Path file = directory.resolve(FORMAT);
    if (!Files.exists(file)) {
      PrivateFiles.writeNew(file, formatFile(VERSION));
      return VERSION;
    }
    Matcher format =
        FORMAT_LINE.matcher(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1));
    if (!format.matches()) {
      throw fault(
          directory,
          "its file 'format' is damaged (it should say 'pando-data "
              + VERSION
              + "'); restore the directory from a backup.",
          null);
    }
    int version = Integer.parseInt(format.group(1));
    if (version > VERSION) {
      throw fault(
          directory,
          "written by a newer Pando (format "
              + version
              + ", this program knows "
              + VERSION
              + "); run the newer program again, or give another directory as --data-dir.",
          null);
    }
    return version;
  }

  private static RegistryException fault(
      Path directory, String message, @Nullable IOException cause) {
    String where = "data directory " + directory + ": ";
    return cause == null
        ? new RegistryException(Kind.STORE, where + message)
        : new RegistryException(Kind.STORE, where + message, cause);
  }
}
