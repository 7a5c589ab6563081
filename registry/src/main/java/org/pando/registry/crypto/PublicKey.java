package org.pando.registry.crypto;

import java.util.concurrent.atomic.AtomicReferenceArray;
import org.bouncycastle.math.ec.rfc8032.Ed25519;
import org.jspecify.annotations.Nullable;
import org.pando.registry.Bytes;
import org.pando.registry.rule.InvalidException;
import org.pando.registry.rule.Rule;

/**
 * An Ed25519 public key (RFC 8032) that passed full validation: a canonical encoding of a point of
 * the prime-order group. Keys outside of it can verify signatures nobody made.
 *
 * @param bytes 32 bytes
 */
public record PublicKey(Bytes bytes) {
  public static final int LENGTH = Ed25519.PUBLIC_KEY_SIZE;

  /** A power of two. */
  private static final int REMEMBERED = 8192;

  /** Keys that passed, each in the place that its bytes give it; others may take it. Any thread. */
  private static final AtomicReferenceArray<@Nullable PublicKey> PASSED =
      new AtomicReferenceArray<>(REMEMBERED);

  /**
   * @throws IllegalArgumentException when it does not pass; {@link #decode} is for keys from
   *     outside
   */
  public PublicKey {
    if (bytes.length() != LENGTH || !Ed25519.validatePublicKeyFull(bytes.toArray(), 0)) {
      throw new IllegalArgumentException(bytes + " is not a valid Ed25519 public key");
    }
  }

  /**
   * A key from outside. The last few thousand that passed are remembered: validating takes half as
   * long as verifying a signature, and the keys of a name come again with each of its updates.
   *
   * @param where for the message
   */
  public static PublicKey decode(Bytes bytes, String where) throws InvalidException {
    int place = bytes.hashCode() & (REMEMBERED - 1);
    PublicKey known = PASSED.getAcquire(place);
    if (known != null && known.bytes.equals(bytes)) {
      return known;
    }
    try {
      PublicKey key = new PublicKey(bytes);
      PASSED.setRelease(place, key);
      return key;
    } catch (IllegalArgumentException e) {
      throw new InvalidException(Rule.V4, where, String.valueOf(e.getMessage()));
    }
  }

  /** The 52 characters of the key in a key name. */
  public String text() {
    return ZBase32.encode(bytes);
  }

  /** Lower-case hexadecimal digits. */
  @Override
  public String toString() {
    return bytes.toHex();
  }
}
