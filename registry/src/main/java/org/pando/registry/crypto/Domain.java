package org.pando.registry.crypto;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.pando.registry.Bytes;
import org.pando.registry.NetworkId;

/**
 * Domain separation (section 3): {@code M(kind, P) = "PANDO1/" kind 00 networkId P}. What is signed
 * or hashed says what it is and which network it belongs to.
 */
public final class Domain {
  private static final String PREFIX = "PANDO1/";

  private Domain() {}

  /** The octets that a signature of this kind covers. */
  public static Bytes message(SignedKind kind, NetworkId network, Bytes payload) {
    return Bytes.of(concatenate(kind.text(), network.bytes(), payload));
  }

  /** {@code id(kind, P)}: 32 bytes. */
  public static Bytes id(HashKind kind, NetworkId network, Bytes payload) {
    return sha256(concatenate(kind.text(), network.bytes(), payload));
  }

  /** The id of the network that a genesis document founds. */
  public static NetworkId networkId(Bytes genesis) {
    return new NetworkId(sha256(concatenate("genesis", Bytes.EMPTY, genesis)));
  }

  /** The hash of a signed item or a bundle, in which everything that binds it is nested. */
  public static Bytes sha256(Bytes content) {
    return sha256(content.toArray());
  }

  static byte[] message(HashKind kind, NetworkId network, Bytes payload) {
    return concatenate(kind.text(), network.bytes(), payload);
  }

  private static byte[] concatenate(String kind, Bytes network, Bytes payload) {
    byte[] head = (PREFIX + kind + "\0").getBytes(StandardCharsets.US_ASCII);
    byte[] all = new byte[head.length + network.length() + payload.length()];
    System.arraycopy(head, 0, all, 0, head.length);
    network.copyTo(0, all, head.length, network.length());
    payload.copyTo(0, all, head.length + network.length(), payload.length());
    return all;
  }

  private static Bytes sha256(byte[] content) {
    try {
      return Bytes.of(MessageDigest.getInstance("SHA-256").digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java runtime has SHA-256", e);
    }
  }
}
