package org.pando.registry.backup;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;
import org.pando.registry.RegistryException;
import org.pando.registry.RegistryException.Kind;
import org.pando.registry.backup.Manifest.MalformedException;
import org.pando.registry.store.DataDirectory;

/**
 * A backup that is read; owned by the thread that opens it. Nothing in it is believed: no name that
 * {@link PartName} does not allow, no size before the octets are there, no octet without its hash.
 */
final class BackupFile implements AutoCloseable {
  private static final int CHUNK = 1 << 16;

  /** No part is so much larger than it is when packed: keys and signatures hardly shrink. */
  private static final long MAX_GROWTH = 20;

  private final Path file;
  private final ZipFile zip;
  private final Manifest manifest;

  private BackupFile(Path file, ZipFile zip, Manifest manifest) {
    this.file = file;
    this.zip = zip;
    this.manifest = manifest;
  }

  /**
   * @throws RegistryException of kind NOT_FOUND when there is no such file, of kind INVALID when it
   *     is no backup, is damaged or cut off, or was made by a newer program
   */
  static BackupFile open(Path file) throws RegistryException {
    ZipFile zip = openZip(file);
    try {
      Manifest manifest = readManifest(file, zip);
      checkEntries(file, zip, manifest);
      return new BackupFile(file, zip, manifest);
    } catch (RegistryException e) {
      throw closing(zip, e);
    }
  }

  private static ZipFile openZip(Path file) throws RegistryException {
    if (!Files.exists(file)) {
      throw new RegistryException(
          Kind.NOT_FOUND, "backup " + file + ": no such file; give the path of a backup.");
    }
    try {
      return new ZipFile(file.toFile(), StandardCharsets.UTF_8);
    } catch (ZipException | EOFException e) {
      throw damaged(file, "it is no zip file, or cut off", e);
    } catch (AccessDeniedException e) {
      throw new RegistryException(
          Kind.STORE, "backup " + file + ": no permission to read it; run this as its owner.", e);
    } catch (IOException e) {
      throw new RegistryException(
          Kind.STORE, "backup " + file + ": cannot be read (" + e.getMessage() + ").", e);
    }
  }

  private static Manifest readManifest(Path file, ZipFile zip) throws RegistryException {
    ZipEntry entry = zip.getEntry(Manifest.ENTRY);
    if (entry == null) {
      throw new RegistryException(
          Kind.INVALID,
          "backup " + file + ": no backup of Pando: it has no manifest; give another file.");
    }
    try (InputStream in = zip.getInputStream(entry)) {
      byte[] bytes = in.readNBytes(Manifest.MAX_SIZE + 1);
      if (bytes.length > Manifest.MAX_SIZE) {
        throw new MalformedException("its manifest is too long");
      }
      if (Manifest.version(bytes) > Manifest.VERSION) {
        throw newer(file, "backup format " + Manifest.version(bytes), Manifest.VERSION);
      }
      Manifest manifest = Manifest.decode(bytes);
      if (manifest.dataFormat() > DataDirectory.VERSION) {
        throw newer(file, "data directory format " + manifest.dataFormat(), DataDirectory.VERSION);
      }
      return manifest;
    } catch (MalformedException e) {
      throw damaged(file, String.valueOf(e.getMessage()), e);
    } catch (IOException e) {
      throw damaged(file, "its manifest: " + e.getMessage(), e);
    }
  }

  private static RegistryException newer(Path file, String what, int known) {
    return new RegistryException(
        Kind.INVALID,
        "backup "
            + file
            + ": made by a newer Pando ("
            + what
            + ", this program knows "
            + known
            + "); restore it with the newer program.");
  }

  /** Exactly the entries that the manifest lists, and the store among them. */
  private static void checkEntries(Path file, ZipFile zip, Manifest manifest)
      throws RegistryException {
    Set<String> listed = new HashSet<>();
    manifest.parts().forEach(part -> listed.add(part.name()));
    List<String> unlisted =
        zip.stream()
            .map(ZipEntry::getName)
            .filter(name -> !name.equals(Manifest.ENTRY) && !listed.remove(name))
            .toList();
    if (!unlisted.isEmpty()) {
      throw damaged(
          file, "it holds '" + unlisted.getFirst() + "', which its manifest does not list", null);
    }
    if (!listed.isEmpty()) {
      throw damaged(file, "'" + listed.iterator().next() + "' is missing from it", null);
    }
    if (manifest.parts().stream().noneMatch(part -> part.name().equals(PartName.STORE))) {
      throw damaged(file, "'" + PartName.STORE + "' is missing from it", null);
    }
  }

  Manifest manifest() {
    return manifest;
  }

  /**
   * Unpacks a part, as long as its octets are those that the manifest promises.
   *
   * @throws IOException when the target cannot be written
   */
  void copy(Manifest.Part part, OutputStream target) throws IOException, RegistryException {
    ZipEntry entry = zip.getEntry(part.name());
    boolean store = part.name().equals(PartName.STORE);
    if ((!store && part.size() > Backup.MAX_SMALL)
        || part.size() / MAX_GROWTH > entry.getCompressedSize() + CHUNK) {
      throw damaged(file, "'" + part.name() + "' would unpack to " + part.size() + " bytes", null);
    }
    Digest digest = new Digest();
    byte[] chunk = new byte[CHUNK];
    try (InputStream in = open(part, entry)) {
      int count = read(part, in, chunk);
      while (count >= 0 && digest.size() <= part.size()) {
        digest.update(chunk, count);
        target.write(chunk, 0, count);
        count = read(part, in, chunk);
      }
    }
    if (digest.size() != part.size() || !digest.sha256().equals(part.sha256())) {
      throw damaged(file, "'" + part.name() + "' is not what was written", null);
    }
  }

  private InputStream open(Manifest.Part part, ZipEntry entry) throws RegistryException {
    try {
      return zip.getInputStream(entry);
    } catch (IOException e) {
      throw damaged(file, "'" + part.name() + "': " + e.getMessage(), e);
    }
  }

  private int read(Manifest.Part part, InputStream in, byte[] chunk) throws RegistryException {
    try {
      return in.read(chunk);
    } catch (IOException e) {
      throw damaged(file, "'" + part.name() + "': " + e.getMessage(), e);
    }
  }

  private static RegistryException damaged(Path file, String what, @Nullable Exception cause) {
    RegistryException damaged =
        new RegistryException(
            Kind.INVALID,
            "backup " + file + ": damaged: " + what + ". Use another copy of the backup.");
    if (cause != null) {
      damaged.initCause(cause);
    }
    return damaged;
  }

  private static RegistryException closing(ZipFile zip, RegistryException fault) {
    try {
      zip.close();
    } catch (IOException e) {
      fault.addSuppressed(e);
    }
    return fault;
  }

  @Override
  public void close() throws IOException {
    zip.close();
  }
}
