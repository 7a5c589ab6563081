package org.pando.registry.keys;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.bouncycastle.math.ec.rfc8032.Ed25519;
import org.jspecify.annotations.Nullable;
import org.pando.registry.Bytes;
import org.pando.registry.Passphrase;
import org.pando.registry.RegistryException;
import org.pando.registry.RegistryException.Kind;
import org.pando.registry.keys.KeyFile.MalformedException;
import org.pando.registry.store.PrivateFiles;

/**
 * Owned by the one thread of the process that holds the data directory: the secret keys in a
 * directory, read from disk at each call.
 */
public final class KeyStore {
  private final Path directory;
  private final SecureRandom random;
  private final Argon2Cost cost;

  /**
   * What a directory holds.
   *
   * @param keys the readable keys, by file name
   * @param problems one message for each key file that cannot be used, with what to do about it
   */
  public record Listing(List<StoredKey> keys, List<String> problems) {
    public Listing {
      keys = List.copyOf(keys);
      problems = List.copyOf(problems);
    }
  }

  /**
   * @param directory the existing directory of the key files
   * @param random where new keys come from
   * @param cost of the passphrases that it gives keys
   */
  public KeyStore(Path directory, SecureRandom random, Argon2Cost cost) {
    this.directory = directory;
    this.random = random;
    this.cost = cost;
  }

  /**
   * @throws RegistryException of kind STORE when the directory itself cannot be read
   */
  public Listing list() throws RegistryException {
    List<StoredKey> keys = new ArrayList<>();
    List<String> problems = new ArrayList<>();
    for (Path file : files()) {
      try {
        keys.add(read(file));
      } catch (RegistryException e) {
        problems.add(String.valueOf(e.getMessage()));
      }
    }
    return new Listing(keys, problems);
  }

  /**
   * @return the key of this label, or nothing
   * @throws RegistryException of kind NO_KEY when it is not among the readable keys and there are
   *     others; of kind STORE when the directory cannot be read
   */
  public Optional<StoredKey> findByLabel(String label) throws RegistryException {
    return find(key -> key.label().equals(label));
  }

  /** As {@link #findByLabel}, by the 32 bytes of the public key. */
  public Optional<StoredKey> findByPublicKey(Bytes publicKey) throws RegistryException {
    return find(key -> key.publicKey().equals(publicKey));
  }

  /**
   * Makes a new key; it is on disk when this returns.
   *
   * @param created the time now, kept in the file in whole seconds
   * @param recovery the public key that can take its names back; null for none
   * @param passphrase to protect it with; null for none
   * @throws RegistryException of kind INVALID when the label is malformed or taken; of kind STORE
   *     when the file cannot be written
   */
  public StoredKey create(
      String label,
      KeyKind kind,
      Instant created,
      @Nullable Bytes recovery,
      @Nullable Passphrase passphrase)
      throws RegistryException {
    if (!StoredKey.isLabel(label)) {
      throw new RegistryException(
          Kind.INVALID,
          "key label '"
              + label
              + "': use 1 to 150 of a-z, 0-9, '.', '_' and '-', beginning with a letter or digit;"
              + " example: blog-owner.");
    }
    if (list().keys().stream().anyMatch(key -> key.label().equals(label))) {
      throw taken(label, null);
    }
    byte[] seed = new byte[Ed25519.SECRET_KEY_SIZE];
    random.nextBytes(seed);
    StoredKey key =
        protect(StoredKey.of(label, kind, created, recovery, Bytes.of(seed)), passphrase);
    Path file = directory.resolve(label + KeyFile.SUFFIX);
    try {
      PrivateFiles.writeNew(file, KeyFile.encode(key));
    } catch (FileAlreadyExistsException e) {
      throw taken(label, e);
    } catch (IOException e) {
      throw new RegistryException(
          Kind.STORE,
          "key file "
              + file
              + ": cannot be written ("
              + e.getMessage()
              + "); no key was made. Check the directory's permissions and the free space.",
          e);
    }
    return key;
  }

  private StoredKey protect(StoredKey key, @Nullable Passphrase passphrase)
      throws RegistryException {
    return passphrase == null
        ? key
        : key.protectedBy(passphrase, SeedLock.fresh(cost, random), key.seed(null));
  }

  private Optional<StoredKey> find(Predicate<StoredKey> wanted) throws RegistryException {
    Listing listing = list();
    Optional<StoredKey> found = listing.keys().stream().filter(wanted).findFirst();
    if (found.isEmpty() && !listing.problems().isEmpty()) {
      throw new RegistryException(Kind.NO_KEY, String.join("\n", listing.problems()));
    }
    return found;
  }

  private List<Path> files() throws RegistryException {
    try (Stream<Path> entries = Files.list(directory)) {
      return entries
          .filter(file -> String.valueOf(file.getFileName()).endsWith(KeyFile.SUFFIX))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new RegistryException(
          Kind.STORE,
          "key directory "
              + directory
              + ": cannot be read ("
              + e.getMessage()
              + "). It must exist and belong to the user who runs Pando.",
          e);
    }
  }

  private static StoredKey read(Path file) throws RegistryException {
    try {
      if (PrivateFiles.isOpenToOthers(file)) {
        throw unusable(
            file,
            "others than its owner may read or write it, so it is not used. Run: chmod 600 '"
                + file
                + "'; if others had access to this computer, replace the key.",
            null);
      }
      return KeyFile.decode(content(file));
    } catch (MalformedException e) {
      throw unusable(file, String.valueOf(e.getMessage()), e);
    } catch (IOException e) {
      throw unusable(
          file,
          "cannot be read ("
              + e.getMessage()
              + "). It must be a file that belongs to the user who runs Pando.",
          e);
    }
  }

  /** One octet more than the limit is enough to see that a file breaks it. */
  private static byte[] content(Path file) throws IOException, MalformedException {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] content = in.readNBytes(KeyFile.MAX_SIZE + 1);
      if (content.length > KeyFile.MAX_SIZE) {
        throw new MalformedException("it is longer than " + KeyFile.MAX_SIZE + " bytes");
      }
      return content;
    }
  }

  private static RegistryException taken(String label, @Nullable Exception cause) {
    return exception(
        Kind.INVALID,
        "key label '"
            + label
            + "': there is a key of this label already, and a key is never overwritten; choose"
            + " another label.",
        cause);
  }

  private static RegistryException unusable(Path file, String message, @Nullable Exception cause) {
    return exception(Kind.NO_KEY, "key file " + file + ": " + message, cause);
  }

  private static RegistryException exception(Kind kind, String message, @Nullable Exception cause) {
    return cause == null
        ? new RegistryException(kind, message)
        : new RegistryException(kind, message, cause);
  }
}
