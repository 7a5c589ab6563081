package org.pando.registry.keys;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.Predicate;
import org.bouncycastle.math.ec.rfc8032.Ed25519;
import org.jspecify.annotations.Nullable;
import org.pando.registry.Bytes;
import org.pando.registry.Passphrase;
import org.pando.registry.RegistryException;
import org.pando.registry.RegistryException.Kind;
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
   * @param files the readable keys, ascending by file name
   * @param problems one message for each key file that cannot be used, with what to do about it
   */
  public record Listing(SequencedMap<Path, StoredKey> files, List<String> problems) {
    public Listing {
      files = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(files));
      problems = List.copyOf(problems);
    }

    /** The readable keys. */
    public Collection<StoredKey> keys() {
      return files.values();
    }

    /** The labels of all keys. */
    public List<String> labels() {
      return keys().stream().map(StoredKey::label).toList();
    }

    /** The labels of the keys that are under no passphrase. */
    public List<String> unprotectedLabels() {
      return keys().stream().filter(key -> !key.isProtected()).map(StoredKey::label).toList();
    }

    /** The file of the readable key that this matches. */
    public Optional<Path> fileOf(Predicate<StoredKey> wanted) {
      return files.entrySet().stream()
          .filter(file -> wanted.test(file.getValue()))
          .map(Map.Entry::getKey)
          .findFirst();
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
    return KeyFiles.read(directory);
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
   * @throws RegistryException of kind INVALID when the label is malformed, CONFLICT when it is
   *     taken, STORE when the file cannot be written
   */
  public StoredKey create(
      String label,
      KeyKind kind,
      Instant created,
      @Nullable Bytes recovery,
      @Nullable Passphrase passphrase)
      throws RegistryException {
    checkLabel(label);
    checkFree(key -> key.label().equals(label), label);
    byte[] octets = new byte[Ed25519.SECRET_KEY_SIZE];
    random.nextBytes(octets);
    Bytes seed = Bytes.of(octets);
    StoredKey key = under(passphrase, StoredKey.of(label, kind, created, recovery, seed), seed);
    writeNew(key);
    return key;
  }

  /**
   * Keeps a key that was made elsewhere; it is on disk when this returns.
   *
   * @param label what to call it here
   * @param seed the key's
   * @param passphrase to protect it with; null for none
   * @throws RegistryException as {@link #create}; of kind CONFLICT also when the key itself is here
   */
  public StoredKey add(StoredKey key, String label, Bytes seed, @Nullable Passphrase passphrase)
      throws RegistryException {
    checkAbsent(key, label);
    StoredKey added = under(passphrase, key.labelled(label), seed);
    writeNew(added);
    return added;
  }

  /**
   * Whether a key could be {@link #add added} under a label.
   *
   * @throws RegistryException when it could not
   */
  public void checkAbsent(StoredKey key, String label) throws RegistryException {
    checkLabel(label);
    checkFree(
        other -> other.label().equals(label) || other.publicKey().equals(key.publicKey()), label);
  }

  /**
   * Writes the file of a key anew, under another passphrase or none. The old text is gone from the
   * directory; the disk may still have it.
   *
   * @param seed the key's
   * @throws RegistryException of kind NO_KEY when the key is not here, STORE when its file cannot
   *     be written: it is then as before
   */
  public StoredKey rewrite(StoredKey key, Bytes seed, @Nullable Passphrase passphrase)
      throws RegistryException {
    Path file =
        list()
            .fileOf(other -> other.publicKey().equals(key.publicKey()))
            .orElseThrow(
                () ->
                    new RegistryException(
                        Kind.NO_KEY,
                        "key '" + key.label() + "': its file is gone; restore it from a backup"));
    StoredKey changed = under(passphrase, key, seed);
    try {
      PrivateFiles.replace(file.toRealPath(), octets(changed));
    } catch (IOException e) {
      throw unwritten(file, "it is as it was", e);
    }
    return changed;
  }

  private StoredKey under(@Nullable Passphrase passphrase, StoredKey key, Bytes seed)
      throws RegistryException {
    return passphrase == null
        ? key.unprotected(seed)
        : key.protectedBy(passphrase, SeedLock.fresh(cost, random), seed);
  }

  private static void checkLabel(String label) throws RegistryException {
    if (!StoredKey.isLabel(label)) {
      throw new RegistryException(
          Kind.INVALID,
          "key label '"
              + label
              + "': use 1 to 150 of a-z, 0-9, '.', '_' and '-', beginning with a letter or digit;"
              + " example: blog-owner.");
    }
  }

  private void checkFree(Predicate<StoredKey> same, String label) throws RegistryException {
    Optional<Map.Entry<Path, StoredKey>> present =
        list().files().entrySet().stream().filter(file -> same.test(file.getValue())).findFirst();
    if (present.isEmpty()) {
      return;
    }
    String other = present.get().getValue().label();
    if (other.equals(label)) {
      throw taken(label, present.get().getKey(), null);
    }
    throw new RegistryException(
        Kind.CONFLICT, "this key is here already, as '" + other + "': " + present.get().getKey());
  }

  private void writeNew(StoredKey key) throws RegistryException {
    Path file = directory.resolve(key.label() + KeyFile.SUFFIX);
    try {
      PrivateFiles.writeNew(file, octets(key));
    } catch (FileAlreadyExistsException e) {
      throw taken(key.label(), file, e);
    } catch (IOException e) {
      throw unwritten(file, "no key was made", e);
    }
  }

  private static byte[] octets(StoredKey key) {
    return KeyFile.encode(key).getBytes(StandardCharsets.US_ASCII);
  }

  private static RegistryException unwritten(Path file, String state, IOException cause) {
    return new RegistryException(
        Kind.STORE,
        "key file "
            + file
            + ": cannot be written ("
            + cause.getMessage()
            + "); "
            + state
            + ". Check the directory's permissions and the free space.",
        cause);
  }

  private Optional<StoredKey> find(Predicate<StoredKey> wanted) throws RegistryException {
    Listing listing = list();
    Optional<StoredKey> found = listing.keys().stream().filter(wanted).findFirst();
    if (found.isEmpty() && !listing.problems().isEmpty()) {
      throw new RegistryException(Kind.NO_KEY, String.join("\n", listing.problems()));
    }
    return found;
  }

  private static RegistryException taken(String label, Path file, @Nullable Exception cause) {
    String message =
        "key label '"
            + label
            + "': there is a key of this label already ("
            + file
            + "), and a key is never overwritten; choose another label.";
    return cause == null
        ? new RegistryException(Kind.CONFLICT, message)
        : new RegistryException(Kind.CONFLICT, message, cause);
  }
}
