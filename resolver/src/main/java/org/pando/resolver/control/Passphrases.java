package org.pando.resolver.control;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import org.pando.registry.Passphrase;
import org.pando.registry.RegistryException;

/**
 * The passphrases of a request. They travel in headers of their own, as Base64 of their octets: no
 * body and no log has them. Overwritten by whoever made it, when the request is answered.
 *
 * @param opening opens the key that signs or is read
 * @param next protects a key from now on
 */
public record Passphrases(@Nullable Passphrase opening, @Nullable Passphrase next)
    implements AutoCloseable {
  /** For requests that need no protected key. */
  public static final Passphrases NONE = new Passphrases(null, null);

  static final String OPENING = "Pando-Passphrase";
  static final String NEXT = "Pando-New-Passphrase";

  /**
   * Reads the headers' values.
   *
   * @throws ControlException INVALID when one is no passphrase
   */
  static Passphrases decode(@Nullable String opening, @Nullable String next)
      throws ControlException {
    return new Passphrases(decodeOne(OPENING, opening), decodeOne(NEXT, next));
  }

  private static @Nullable Passphrase decodeOne(String header, @Nullable String value)
      throws ControlException {
    if (value == null) {
      return null;
    }
    byte[] octets = new byte[0];
    try {
      octets = Base64.getDecoder().decode(value);
      return Passphrase.ofUtf8(octets);
    } catch (IllegalArgumentException e) {
      throw new ControlException(
          ControlException.Kind.INVALID, "header " + header + ": send Base64 of UTF-8 text", e);
    } catch (RegistryException e) {
      throw new ControlException(
          ControlException.Kind.INVALID, "header " + header + ": " + e.getMessage(), e);
    } finally {
      Arrays.fill(octets, (byte) 0);
    }
  }

  /** Header lines, each with its end. */
  String headers() {
    return header(OPENING, opening) + header(NEXT, next);
  }

  private static String header(String name, @Nullable Passphrase passphrase) {
    if (passphrase == null) {
      return "";
    }
    byte[] octets = passphrase.toArray();
    byte[] base64 = Base64.getEncoder().encode(octets);
    Arrays.fill(octets, (byte) 0);
    return name + ": " + new String(base64, StandardCharsets.US_ASCII) + "\r\n";
  }

  @Override
  public void close() {
    if (opening != null) {
      opening.close();
    }
    if (next != null) {
      next.close();
    }
  }
}
