package org.pando.registry.backup;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import org.pando.registry.Network;
import org.pando.registry.RegistryException;
import org.pando.registry.RegistryException.Kind;
import org.pando.registry.crypto.SignatureVerifier;
import org.pando.registry.keys.Argon2Cost;
import org.pando.registry.keys.KeyStore;
import org.pando.registry.replica.Replica;
import org.pando.registry.store.DataDirectory;
import org.pando.registry.store.PrivateFiles;
import org.pando.registry.store.SqliteStore;

/**
 * Makes a data directory from a backup, while no node runs on it. Everything is unpacked beside its
 * place and verified before the directory appears: the hash of every part and of every name, and
 * that store and keys can be read. Belongs to the thread that calls it, a platform thread.
 */
public final class Restore {
  /**
   * What was restored.
   *
   * @param program the version of the program that made the backup
   * @param created when it was made
   * @param names of all networks, tombstones included
   * @param damaged how many of them were damaged already where the backup was made
   * @param keys the keys, and what is wrong with key files that cannot be used
   */
  public record Restored(
      String program, Instant created, long names, int damaged, KeyStore.Listing keys) {}

  private final Path file;
  private final SecureRandom random;

  /**
   * @param file absolute
   */
  public Restore(Path file, SecureRandom random) {
    this.file = file;
    this.random = random;
  }

  /**
   * @param directory absolute; missing or empty
   * @throws RegistryException of kind NOT_FOUND or INVALID when the file is no whole backup that
   *     this program can read, or the directory is not empty; of kind STORE when something cannot
   *     be read or written
   */
  public Restored into(Path directory) throws RegistryException {
    try (BackupFile backup = BackupFile.open(file);
        Staging staging = Staging.prepare(directory)) {
      Manifest manifest = backup.manifest();
      checkSpace(manifest, staging.path());
      unpack(backup, manifest, staging.path());
      Restored restored = verify(manifest, staging.path());
      PrivateFiles.writeNew(staging.path().resolve(DataDirectory.RESTORED), mark(manifest));
      PrivateFiles.writeNew(
          staging.path().resolve(DataDirectory.FORMAT),
          DataDirectory.formatFile(manifest.dataFormat()));
      staging.publish();
      return restored;
    } catch (IOException e) {
      throw new RegistryException(
          Kind.STORE,
          "data directory "
              + directory
              + ": cannot be written ("
              + e
              + "); check the permissions and the space there, or give another as --data-dir.",
          e);
    }
  }

  private void checkSpace(Manifest manifest, Path staging) throws IOException, RegistryException {
    long needed = 0;
    for (Manifest.Part part : manifest.parts()) {
      needed = Math.addExact(needed, part.size());
    }
    long free = Files.getFileStore(staging).getUsableSpace();
    if (needed > free) {
      throw new RegistryException(
          Kind.STORE,
          "backup "
              + file
              + ": needs "
              + needed
              + " bytes, and there are "
              + free
              + " free; make room, or give another --data-dir.");
    }
  }

  private static void unpack(BackupFile backup, Manifest manifest, Path staging)
      throws IOException, RegistryException {
    for (String folder : PartName.FOLDERS) {
      PrivateFiles.createDirectories(staging.resolve(folder));
    }
    for (Manifest.Part part : manifest.parts()) {
      try (FileChannel channel = PrivateFiles.create(staging.resolve(part.name()));
          OutputStream out = Channels.newOutputStream(channel)) {
        backup.copy(part, out);
        channel.force(true);
      }
    }
    for (String folder : PartName.FOLDERS) {
      PrivateFiles.flushDirectory(staging.resolve(folder));
    }
  }

  private Restored verify(Manifest manifest, Path staging) throws RegistryException {
    KeyStore.Listing keys =
        new KeyStore(staging.resolve("keys"), random, Argon2Cost.RECOMMENDED).list();
    try (Replica replica =
        Replica.open(
            SqliteStore.open(staging.resolve(PartName.STORE)),
            SignatureVerifier.PINNED,
            random.nextLong())) {
      if (replica.load(Integer.MAX_VALUE)) {
        throw new IllegalStateException("no store has so many names");
      }
      long names = 0;
      int damaged = 0;
      for (Network network : replica.networks()) {
        names += replica.extent(network).names();
        damaged += replica.extent(network).damaged();
      }
      return new Restored(manifest.program(), manifest.created(), names, damaged, keys);
    }
  }

  private byte[] mark(Manifest manifest) {
    return ("of " + manifest.created() + " from " + file + "\n").getBytes(StandardCharsets.UTF_8);
  }
}
