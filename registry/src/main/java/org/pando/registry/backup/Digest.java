package org.pando.registry.backup;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.pando.registry.Bytes;

/** Size and SHA-256 of bytes that pass by; owned by the thread that counts them. */
final class Digest {
  private final MessageDigest sha256;
  private long size;

  Digest() {
    try {
      sha256 = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java runtime has SHA-256", e);
    }
  }

  void update(byte[] chunk, int length) {
    sha256.update(chunk, 0, length);
    size += length;
  }

  long size() {
    return size;
  }

  /** To be asked once, at the end. */
  Bytes sha256() {
    return Bytes.of(sha256.digest());
  }
}
