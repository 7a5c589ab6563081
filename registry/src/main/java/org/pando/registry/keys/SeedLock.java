package org.pando.registry.keys;

import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.modes.ChaCha20Poly1305;
import org.bouncycastle.crypto.params.AEADParameters;
import org.bouncycastle.crypto.params.KeyParameter;
import org.pando.registry.Bytes;
import org.pando.registry.Passphrase;
import org.pando.registry.RegistryException;

/**
 * How a passphrase seals one seed: ChaCha20-Poly1305 (RFC 8439) under the key that Argon2id makes
 * of it. Never used for two seeds or two passphrases.
 *
 * @param salt {@value #SALT_LENGTH} octets
 * @param nonce {@value #NONCE_LENGTH} octets
 */
record SeedLock(Argon2Cost cost, Bytes salt, Bytes nonce) {
  static final int SALT_LENGTH = 16;
  static final int NONCE_LENGTH = 12;

  /** Octets of a sealed seed: the seed's and the tag's. */
  static final int SEALED_LENGTH = 48;

  private static final int TAG_BITS = 128;

  /**
   * @throws IllegalArgumentException when salt or nonce has another length
   */
  SeedLock {
    if (salt.length() != SALT_LENGTH || nonce.length() != NONCE_LENGTH) {
      throw new IllegalArgumentException(
          "salt of " + salt.length() + " octets, nonce of " + nonce.length());
    }
  }

  static SeedLock fresh(Argon2Cost cost, SecureRandom random) {
    return new SeedLock(cost, octets(random, SALT_LENGTH), octets(random, NONCE_LENGTH));
  }

  private static Bytes octets(SecureRandom random, int length) {
    byte[] octets = new byte[length];
    random.nextBytes(octets);
    return Bytes.of(octets);
  }

  /**
   * @param context must be the same when the seed is opened
   */
  Bytes seal(Bytes seed, Passphrase passphrase, byte[] context) throws RegistryException {
    try {
      return Bytes.of(run(true, seed, passphrase, context));
    } catch (InvalidCipherTextException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The seed; nothing when the passphrase is another, or anything was altered. */
  Optional<Bytes> open(Bytes sealed, Passphrase passphrase, byte[] context)
      throws RegistryException {
    try {
      byte[] seed = run(false, sealed, passphrase, context);
      Bytes opened = Bytes.of(seed);
      Arrays.fill(seed, (byte) 0);
      return Optional.of(opened);
    } catch (InvalidCipherTextException e) {
      return Optional.empty();
    }
  }

  private byte[] run(boolean seal, Bytes input, Passphrase passphrase, byte[] context)
      throws InvalidCipherTextException, RegistryException {
    byte[] key = cost.derive(passphrase, salt);
    try {
      ChaCha20Poly1305 cipher = new ChaCha20Poly1305();
      cipher.init(
          seal, new AEADParameters(new KeyParameter(key), TAG_BITS, nonce.toArray(), context));
      byte[] output = new byte[cipher.getOutputSize(input.length())];
      int length = cipher.processBytes(input.toArray(), 0, input.length(), output, 0);
      cipher.doFinal(output, length);
      return output;
    } finally {
      Arrays.fill(key, (byte) 0);
    }
  }
}
