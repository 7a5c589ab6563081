package org.pando.registry.keys;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.regex.Pattern;
import org.bouncycastle.math.ec.rfc8032.Ed25519;
import org.jspecify.annotations.Nullable;
import org.pando.registry.Bytes;

/**
 * A secret key with what people know it by. Never log or print its seed; {@link #toString} leaves
 * it out.
 *
 * @param label what people call it (package documentation)
 * @param created when it was made, whole seconds
 * @param publicKey the Ed25519 public key of the seed, 32 bytes
 * @param recovery the public key that can take its names back, 32 bytes; null when there is none.
 *     It is kept here because its own file belongs somewhere else than on this computer
 * @param seed the Ed25519 private key, 32 bytes
 */
public record StoredKey(
    String label,
    KeyKind kind,
    Instant created,
    Bytes publicKey,
    @Nullable Bytes recovery,
    Bytes seed) {
  private static final Pattern LABEL = Pattern.compile("[a-z0-9][a-z0-9._-]{0,149}");

  public StoredKey {
    created = created.truncatedTo(ChronoUnit.SECONDS);
  }

  /**
   * @throws IllegalArgumentException when the seed has not 32 bytes
   */
  static StoredKey of(
      String label, KeyKind kind, Instant created, @Nullable Bytes recovery, Bytes seed) {
    return new StoredKey(label, kind, created, publicKey(seed), recovery, seed);
  }

  static boolean isLabel(String text) {
    return LABEL.matcher(text).matches();
  }

  static Bytes publicKey(Bytes seed) {
    if (seed.length() != Ed25519.SECRET_KEY_SIZE) {
      throw new IllegalArgumentException("seed of " + seed.length() + " bytes; it has 32");
    }
    byte[] publicKey = new byte[Ed25519.PUBLIC_KEY_SIZE];
    Ed25519.generatePublicKey(seed.toArray(), 0, publicKey, 0);
    return Bytes.of(publicKey);
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
        + "]";
  }
}
