package org.pando.registry.keys;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.regex.Pattern;
import org.bouncycastle.math.ec.rfc8032.Ed25519;
import org.jspecify.annotations.Nullable;
import org.pando.registry.Bytes;
import org.pando.registry.Passphrase;
import org.pando.registry.RegistryException;
import org.pando.registry.RegistryException.Kind;
import org.pando.registry.keys.KeyFile.MalformedException;

/**
 * A secret key with what people know it by. Never log or print its seed; {@link #toString} leaves
 * it out.
 *
 * @param label what people call it (package documentation)
 * @param created when it was made, whole seconds
 * @param publicKey the Ed25519 public key of the seed, 32 bytes
 * @param recovery the public key that can take its names back, 32 bytes; null when there is none.
 *     It is kept here because its own file belongs somewhere else than on this computer
 * @param secret the seed, perhaps under a passphrase
 */
public record StoredKey(
    String label,
    KeyKind kind,
    Instant created,
    Bytes publicKey,
    @Nullable Bytes recovery,
    Secret secret) {
  private static final Pattern LABEL = Pattern.compile("[a-z0-9][a-z0-9._-]{0,149}");

  public StoredKey {
    created = created.truncatedTo(ChronoUnit.SECONDS);
  }

  /**
   * A key without passphrase.
   *
   * @param seed the Ed25519 private key
   * @throws IllegalArgumentException when the seed has not 32 bytes
   */
  public static StoredKey of(
      String label, KeyKind kind, Instant created, @Nullable Bytes recovery, Bytes seed) {
    return new StoredKey(label, kind, created, publicKey(seed), recovery, new Secret.Open(seed));
  }

  /**
   * The key of a key file's text. A protected one is not opened: it may have been altered.
   *
   * @param name the file's, for messages
   * @throws RegistryException of kind INVALID when it is none that this program can read
   */
  public static StoredKey ofFile(String name, String text) throws RegistryException {
    try {
      return KeyFile.decode(text);
    } catch (MalformedException e) {
      throw new RegistryException(
          Kind.INVALID,
          name
              + ": "
              + e.getMessage()
              + "; give a complete key file that this program or an older one wrote",
          e);
    }
  }

  /** The text of this key's file. */
  public String fileText() {
    return KeyFile.encode(this);
  }

  /** This key under another label; a protected one has to be protected anew. */
  StoredKey labelled(String other) {
    return new StoredKey(other, kind, created, publicKey, recovery, secret);
  }

  static boolean isLabel(String text) {
    return LABEL.matcher(text).matches();
  }

  private static Bytes publicKey(Bytes seed) {
    if (seed.length() != Ed25519.SECRET_KEY_SIZE) {
      throw new IllegalArgumentException("seed of " + seed.length() + " bytes; it has 32");
    }
    byte[] publicKey = new byte[Ed25519.PUBLIC_KEY_SIZE];
    Ed25519.generatePublicKey(seed.toArray(), 0, publicKey, 0);
    return Bytes.of(publicKey);
  }

  /** Whether the seed is under a passphrase. */
  public boolean isProtected() {
    return secret instanceof Secret.Locked;
  }

  /**
   * The Ed25519 private key, 32 bytes. With a passphrase it takes the time and the memory of {@link
   * Argon2Cost}.
   *
   * @param passphrase of a protected key; else it does not matter
   * @throws RegistryException of kind LOCKED when the passphrase is missing or does not open it; of
   *     kind STORE when there is too little memory
   */
  public Bytes seed(@Nullable Passphrase passphrase) throws RegistryException {
    return switch (secret) {
      case Secret.Open(Bytes seed) -> seed;
      case Secret.Locked locked -> open(locked, passphrase);
    };
  }

  private Bytes open(Secret.Locked locked, @Nullable Passphrase passphrase)
      throws RegistryException {
    if (passphrase == null) {
      throw locked(
          "is protected; its passphrase is asked for at a terminal, or comes with --passphrase-file"
              + " FILE");
    }
    Optional<Bytes> seed =
        locked.lock().open(locked.sealed(), passphrase, KeyFile.context(this, locked.lock()));
    if (seed.isEmpty() || !publicKey(seed.get()).equals(publicKey)) {
      throw locked(
          "the passphrase is wrong, or the key's file was altered; try again at a terminal or with"
              + " --passphrase-file FILE, or restore the file from a backup");
    }
    return seed.get();
  }

  private RegistryException locked(String message) {
    String subject = message.startsWith("is ") ? "' " : "': ";
    return new RegistryException(Kind.LOCKED, "key '" + label + subject + message);
  }

  /** This key with its seed under a passphrase. */
  StoredKey protectedBy(Passphrase passphrase, SeedLock lock, Bytes seed) throws RegistryException {
    Bytes sealed = lock.seal(seed, passphrase, KeyFile.context(this, lock));
    return with(new Secret.Locked(lock, sealed));
  }

  /** This key without passphrase. */
  StoredKey unprotected(Bytes seed) {
    return with(new Secret.Open(seed));
  }

  private StoredKey with(Secret other) {
    return new StoredKey(label, kind, created, publicKey, recovery, other);
  }

  /** Without the seed. */
  @Override
  public String toString() {
    return "StoredKey["
        + label
        + ", "
        + kind.word()
        + ", "
        + created
        + ", public "
        + publicKey
        + (isProtected() ? ", protected]" : "]");
  }
}
