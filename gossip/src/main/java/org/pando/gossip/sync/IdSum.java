package org.pando.gossip.sync;

import java.io.ByteArrayOutputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/**
 * The sum of ids as little-endian numbers modulo 2^256, and how many they are. Mutable; belongs to
 * whoever made it.
 */
final class IdSum {
  /** In bytes. */
  static final int FINGERPRINT = 16;

  private static final int WORDS = 4;
  private static final VarHandle WORD =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private final long[] words = new long[WORDS];
  private long count;

  /** An id that stands in an array. */
  void add(byte[] ids, int at) {
    long carry = 0;
    for (int i = 0; i < WORDS; i++) {
      carry = addWord(i, (long) WORD.get(ids, at + 8 * i), carry);
    }
    count++;
  }

  void subtract(byte[] ids, int at) {
    long carry = 1; // minus x is the complement of x plus 1
    for (int i = 0; i < WORDS; i++) {
      carry = addWord(i, ~(long) WORD.get(ids, at + 8 * i), carry);
    }
    count--;
  }

  void add(IdSum other) {
    long carry = 0;
    for (int i = 0; i < WORDS; i++) {
      carry = addWord(i, other.words[i], carry);
    }
    count += other.count;
  }

  /** Gives what is carried to the next word. */
  private long addWord(int i, long value, long carry) {
    long sum = words[i] + value;
    long carried = Long.compareUnsigned(sum, value) < 0 ? 1 : 0;
    long whole = sum + carry;
    words[i] = whole;
    return carried | (Long.compareUnsigned(whole, sum) < 0 ? 1 : 0);
  }

  long count() {
    return count;
  }

  /** The first 16 bytes of SHA-256 over the sum and the count. */
  byte[] fingerprint() {
    byte[] sum = new byte[Item.ID];
    for (int i = 0; i < WORDS; i++) {
      WORD.set(sum, 8 * i, words[i]);
    }
    ByteArrayOutputStream counted = new ByteArrayOutputStream();
    MessageWriter.varint(counted, count);
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      sha256.update(sum);
      return Arrays.copyOf(sha256.digest(counted.toByteArray()), FINGERPRINT);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
