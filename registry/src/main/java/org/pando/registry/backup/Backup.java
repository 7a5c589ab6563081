package org.pando.registry.backup;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.pando.registry.Bytes;
import org.pando.registry.RegistryException;
import org.pando.registry.RegistryException.Kind;
import org.pando.registry.store.DataDirectory;
import org.pando.registry.store.PrivateFiles;
import org.pando.registry.store.StoreReader;

/**
 * Makes a backup of a node that runs. Belongs to the thread of the {@link StoreReader}. The file
 * appears complete and on disk, for its owner only, or not at all; one that is there is never
 * overwritten.
 */
public final class Backup {
  /** What a key or another small file has at most, in bytes. */
  static final int MAX_SMALL = 1 << 20;

  private static final int CHUNK = 1 << 16;

  /**
   * A small file.
   *
   * @param name in the data directory, with {@code /}
   */
  public record SmallFile(String name, Bytes content) {}

  /** Reads the small files of the data directory, on the thread that writes them. */
  @FunctionalInterface
  public interface SmallFiles {
    List<SmallFile> read() throws RegistryException;
  }

  /**
   * What was written.
   *
   * @param size of the file, in bytes
   * @param names in the store, of all networks, tombstones included
   */
  public record Written(long size, long names) {}

  private final StoreReader store;
  private final SmallFiles smallFiles;
  private final String program;
  private final Instant now;

  /**
   * @param program the version of the program
   */
  public Backup(StoreReader store, SmallFiles smallFiles, String program, Instant now) {
    this.store = store;
    this.smallFiles = smallFiles;
    this.program = program;
    this.now = now;
  }

  /** The small files of a data directory that belong into a backup. */
  public static List<SmallFile> smallFiles(Path directory) throws RegistryException {
    List<SmallFile> files = new ArrayList<>();
    for (String folder : PartName.FOLDERS) {
      if (Files.isDirectory(directory.resolve(folder))) {
        addAll(directory.resolve(folder), folder, files);
      }
    }
    return files;
  }

  private static void addAll(Path folder, String name, List<SmallFile> files)
      throws RegistryException {
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
      for (Path entry : entries) {
        String part = name + "/" + entry.getFileName();
        boolean finished = !part.endsWith(PrivateFiles.UNFINISHED);
        if (finished && PartName.isAllowed(part) && Files.isRegularFile(entry)) {
          files.add(new SmallFile(part, content(entry)));
        }
      }
    } catch (IOException e) {
      throw new RegistryException(
          Kind.STORE, folder + ": cannot be read (" + e + "); no backup was made.", e);
    }
  }

  private static Bytes content(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] content = in.readNBytes(MAX_SMALL + 1);
      if (content.length > MAX_SMALL) {
        throw new IOException(file + " is larger than any file that belongs there");
      }
      return Bytes.of(content);
    }
  }

  /**
   * Writes the backup. The store is copied first: every name in it then has its key in the files
   * that are read after it.
   *
   * @param file absolute
   * @throws RegistryException of kind INVALID when there is a file already, of kind STORE when it
   *     cannot be written or the node stops meanwhile
   */
  public Written write(Path file) throws RegistryException {
    Path unfinished = file.resolveSibling(file.getFileName() + PrivateFiles.UNFINISHED);
    Path copy = file.resolveSibling(file.getFileName() + ".store" + PrivateFiles.UNFINISHED);
    try {
      if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
        throw new FileAlreadyExistsException(file.toString());
      }
      Files.deleteIfExists(copy);
      Files.deleteIfExists(unfinished);
      PrivateFiles.create(copy).close();
      if (!store.copyTo(copy)) {
        throw stopping();
      }
      writeZip(unfinished, copy, smallFiles.read());
      long size = Files.size(unfinished);
      long names = names(copy);
      PrivateFiles.publish(unfinished, file);
      return new Written(size, names);
    } catch (FileAlreadyExistsException e) {
      throw new RegistryException(
          Kind.INVALID,
          "backup " + file + ": there is a file of this name already; choose another name.",
          e);
    } catch (IOException e) {
      throw failed(file, e);
    } finally {
      delete(copy);
      delete(unfinished);
    }
  }

  private static long names(Path copy) throws RegistryException {
    try (StoreReader reader = StoreReader.open(copy)) {
      return reader.names();
    }
  }

  private void writeZip(Path file, Path storeCopy, List<SmallFile> small)
      throws IOException, RegistryException {
    List<Manifest.Part> parts = new ArrayList<>();
    try (FileChannel channel = PrivateFiles.create(file);
        ZipOutputStream zip = new ZipOutputStream(Channels.newOutputStream(channel))) {
      zip.setLevel(Deflater.BEST_SPEED);
      try (InputStream in = Files.newInputStream(storeCopy)) {
        parts.add(writePart(PartName.STORE, in, zip));
      }
      for (SmallFile each : small) {
        try (InputStream in = new ByteArrayInputStream(each.content().toArray())) {
          parts.add(writePart(each.name(), in, zip));
        }
      }
      zip.putNextEntry(new ZipEntry(Manifest.ENTRY));
      zip.write(new Manifest(program, now, DataDirectory.VERSION, parts).encode());
      zip.closeEntry();
      zip.finish();
      channel.force(true);
    }
  }

  private Manifest.Part writePart(String name, InputStream in, ZipOutputStream zip)
      throws IOException, RegistryException {
    zip.putNextEntry(new ZipEntry(name));
    Digest digest = new Digest();
    byte[] chunk = new byte[CHUNK];
    for (int count = in.read(chunk); count >= 0; count = in.read(chunk)) {
      if (store.isInterrupted()) {
        throw stopping();
      }
      digest.update(chunk, count);
      zip.write(chunk, 0, count);
    }
    zip.closeEntry();
    return new Manifest.Part(name, digest.size(), digest.sha256());
  }

  private static RegistryException stopping() {
    return new RegistryException(
        Kind.STORE, "the node is stopping; no backup was made. Start it again: pando run");
  }

  private static RegistryException failed(Path file, IOException e) {
    String why =
        switch (e) {
          case AccessDeniedException denied -> "no permission";
          case NoSuchFileException missing -> "no such folder";
          default -> String.valueOf(e.getMessage());
        };
    return new RegistryException(
        Kind.STORE,
        "backup "
            + file
            + ": the node cannot write it ("
            + why
            + "). The folder must exist, have space, and belong to the user who runs the node.",
        e);
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      // its name says that it is unfinished, and the next backup to this file removes it
    }
  }
}
