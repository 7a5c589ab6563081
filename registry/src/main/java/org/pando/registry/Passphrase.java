package org.pando.registry;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.text.Normalizer;
import java.util.Arrays;
import org.pando.registry.RegistryException.Kind;

/**
 * What a person types to open a protected key: 1 to {@value #MAX_LENGTH} octets of UTF-8 in
 * normalization form C. Owned by one thread at a time; {@link #close} overwrites it. Never shown by
 * {@link #toString}.
 */
public final class Passphrase implements AutoCloseable {
  /** How many octets it has at most. */
  public static final int MAX_LENGTH = 1024;

  private static final int MAX_OCTETS_PER_CHAR = 3;

  /** What Java puts in place of octets that are no text: not what the person has typed. */
  private static final char UNREADABLE = '\ufffd';

  private final byte[] octets;

  private Passphrase(byte[] octets) {
    this.octets = octets;
  }

  /**
   * A passphrase as typed. The argument is left to the caller to overwrite.
   *
   * @throws RegistryException of kind INVALID when it is empty, too long or has half a character
   */
  public static Passphrase of(char[] typed) throws RegistryException {
    return of(CharBuffer.wrap(typed));
  }

  private static Passphrase of(CharBuffer typed) throws RegistryException {
    if (typed.chars().anyMatch(c -> c == UNREADABLE)) {
      throw new RegistryException(
          Kind.INVALID,
          "the passphrase has a character that could not be read; set the terminal to UTF-8");
    }
    CharBuffer text = composed(typed);
    byte[] room = new byte[MAX_OCTETS_PER_CHAR * text.length()];
    ByteBuffer utf8 = ByteBuffer.wrap(room);
    try {
      checkRead(StandardCharsets.UTF_8.newEncoder().encode(text, utf8, true));
      return checked(Arrays.copyOf(room, utf8.position()));
    } finally {
      Arrays.fill(room, (byte) 0);
    }
  }

  /**
   * A passphrase as read from a file or a request. The argument is left to the caller to overwrite.
   *
   * @throws RegistryException of kind INVALID when it is empty, too long or no UTF-8
   */
  public static Passphrase ofUtf8(byte[] octets) throws RegistryException {
    char[] room = new char[octets.length];
    CharBuffer text = CharBuffer.wrap(room);
    try {
      checkRead(StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(octets), text, true));
      return of(CharBuffer.wrap(room, 0, text.position()));
    } finally {
      Arrays.fill(room, '\0');
    }
  }

  private static void checkRead(CoderResult result) throws RegistryException {
    if (result.isError()) {
      throw new RegistryException(
          Kind.INVALID, "the passphrase is not UTF-8 text; type or store it as such");
    }
  }

  /** Keyboards and systems differ in how they compose letters; ASCII is the same in all forms. */
  private static CharBuffer composed(CharBuffer text) {
    return text.chars().allMatch(c -> c < 0x80)
        ? text
        : CharBuffer.wrap(Normalizer.normalize(text, Normalizer.Form.NFC));
  }

  private static Passphrase checked(byte[] octets) throws RegistryException {
    if (octets.length == 0) {
      throw new RegistryException(
          Kind.INVALID,
          "the passphrase is empty; several words are easy to keep and hard to guess");
    }
    if (octets.length > MAX_LENGTH) {
      Arrays.fill(octets, (byte) 0);
      throw new RegistryException(
          Kind.INVALID,
          "the passphrase has " + octets.length + " octets; use at most " + MAX_LENGTH);
    }
    return new Passphrase(octets);
  }

  /** A copy, for the caller to overwrite after use. */
  public byte[] toArray() {
    return octets.clone();
  }

  /** Whether the other one opens the same keys. */
  public boolean isSame(Passphrase other) {
    return MessageDigest.isEqual(octets, other.octets);
  }

  @Override
  public void close() {
    Arrays.fill(octets, (byte) 0);
  }

  @Override
  public String toString() {
    return "passphrase";
  }
}
