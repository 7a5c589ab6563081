package org.pando.registry.crypto;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import org.bouncycastle.math.ec.rfc8032.Ed25519;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pando.registry.Bytes;
import org.pando.registry.NetworkId;
import org.pando.registry.TestKeys;
import org.pando.registry.rule.InvalidException;
import org.pando.registry.rule.Rule;

final class SignatureVerifierTest {
  private static final NetworkId NETWORK = new NetworkId(TestKeys.hash("network"));
  private static final Bytes PAYLOAD = Bytes.fromHex("a10001");

  /** The order of the group, RFC 8032 section 5.1. */
  private static final BigInteger L =
      BigInteger.TWO.pow(252).add(new BigInteger("27742317777372353535851937790883648493"));

  /** 2^255 - 19. */
  private static final BigInteger P = BigInteger.TWO.pow(255).subtract(BigInteger.valueOf(19));

  private static boolean verify(SignedKind kind, NetworkId network, Bytes signature) {
    return SignatureVerifier.PINNED.verify(
        TestKeys.OWNER.publicKey(), Domain.message(kind, network, PAYLOAD), signature);
  }

  @ParameterizedTest
  @EnumSource(SignedKind.class)
  @Tag("I7")
  void aSignatureIsGoodForItsKindAndNetworkOnly(SignedKind kind) {
    Bytes signature = TestKeys.OWNER.sign(kind, NETWORK, PAYLOAD);
    for (SignedKind other : SignedKind.values()) {
      assertEquals(kind == other, verify(other, NETWORK, signature), other::name);
    }
    assertFalse(verify(kind, new NetworkId(TestKeys.hash("other")), signature));
  }

  @Test
  void theFirstVectorOfRfc8032Verifies() {
    PublicKey key =
        new PublicKey(
            Bytes.fromHex("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"));
    Bytes signature =
        Bytes.fromHex(
            "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155"
                + "5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b");
    assertTrue(SignatureVerifier.PINNED.verify(key, Bytes.EMPTY, signature));
    assertFalse(SignatureVerifier.PINNED.verify(key, Bytes.fromHex("00"), signature));
  }

  @Test
  @Tag("case-24")
  void theSameSignatureWithSPlusLIsRefused() {
    Bytes good = TestKeys.OWNER.sign(SignedKind.ZONE, NETWORK, PAYLOAD);
    BigInteger s = littleEndian(Bytes.of(good.toArray(), 32, 64));
    Bytes bad = concatenate(Bytes.of(good.toArray(), 0, 32), littleEndian(s.add(L)));
    assertTrue(verify(SignedKind.ZONE, NETWORK, good));
    assertFalse(verify(SignedKind.ZONE, NETWORK, bad));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 63, 65, 128})
  void otherLengthsAreRefused(int length) {
    assertFalse(verify(SignedKind.ZONE, NETWORK, Bytes.of(new byte[length])));
  }

  @Test
  void everyChangedBitOfASignatureIsNoticed() {
    byte[] signature = TestKeys.OWNER.sign(SignedKind.ZONE, NETWORK, PAYLOAD).toArray();
    for (int bit = 0; bit < signature.length * 8; bit++) {
      signature[bit / 8] ^= (byte) (1 << bit % 8);
      assertFalse(verify(SignedKind.ZONE, NETWORK, Bytes.of(signature)), "bit " + bit);
      signature[bit / 8] ^= (byte) (1 << bit % 8);
    }
  }

  /** Points of order 1, 2, 4 and 8, and encodings that are not canonical or no points at all. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "0100000000000000000000000000000000000000000000000000000000000000",
        "0000000000000000000000000000000000000000000000000000000000000000",
        "0000000000000000000000000000000000000000000000000000000000000080",
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
        "0100000000000000000000000000000000000000000000000000000000000080",
        "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
        "0200000000000000000000000000000000000000000000000000000000000000",
        "0b94dadc049be00f7316caf0e5f08e353f224c15a55c366c3fa2344bf4e676"
      })
  @Tag("case-24")
  void badPublicKeysAreRefused(String hex) {
    InvalidException e =
        assertThrows(InvalidException.class, () -> PublicKey.decode(Bytes.fromHex(hex), "owner"));
    assertEquals(Rule.V4, e.rule());
    assertThrows(IllegalArgumentException.class, () -> new PublicKey(Bytes.fromHex(hex)));
  }

  @Test
  @Tag("case-24")
  void aKeyOfMixedOrderIsRefused() {
    Bytes mixed = plusOrderTwo(TestKeys.OWNER.publicKey().bytes());
    assertThrows(InvalidException.class, () -> PublicKey.decode(mixed, "owner"));
  }

  /**
   * An owner can sign with an R that has a part of order 2. Whether the library alone accepts it
   * depends on the message; replicas must agree, so all of them are refused.
   */
  @Test
  @Tag("case-24")
  void aSignatureWithASmallOrderPartInRIsRefusedWhateverTheMessage() throws Exception {
    byte[] secret = sha512(TestKeys.OWNER.seed());
    BigInteger a = clamped(secret);
    BigInteger r = clamped(sha512(TestKeys.OWNER2.seed()));
    Bytes key = TestKeys.OWNER.publicKey().bytes();
    Bytes mixedR = plusOrderTwo(TestKeys.OWNER2.publicKey().bytes());
    int acceptedByTheLibrary = 0;
    for (int i = 0; i < 16; i++) {
      Bytes message = TestKeys.hash("message " + i);
      Bytes hashed = Bytes.fromHex(mixedR.toHex() + key.toHex() + message.toHex());
      BigInteger k = new BigInteger(1, reversed(sha512(hashed)));
      Bytes signature = concatenate(mixedR, littleEndian(k.multiply(a).add(r).mod(L)));
      if (Ed25519.verify(
          signature.toArray(), 0, key.toArray(), 0, message.toArray(), 0, message.length())) {
        acceptedByTheLibrary++;
      }
      assertFalse(SignatureVerifier.PINNED.verify(TestKeys.OWNER.publicKey(), message, signature));
    }
    assertTrue(acceptedByTheLibrary > 0, "the library refuses all of them by itself");
  }

  private static byte[] sha512(Bytes bytes) throws NoSuchAlgorithmException {
    return MessageDigest.getInstance("SHA-512").digest(bytes.toArray());
  }

  /** The secret scalar in the hash of a seed, RFC 8032 section 5.1.5. */
  private static BigInteger clamped(byte[] hash) {
    byte[] scalar = Arrays.copyOf(hash, 32);
    scalar[0] &= (byte) 0xf8;
    scalar[31] = (byte) ((scalar[31] & 0x7f) | 0x40);
    return littleEndian(Bytes.of(scalar));
  }

  /** A point plus the one of order 2: (x, y) becomes (-x, -y). */
  private static Bytes plusOrderTwo(Bytes point) {
    BigInteger encoded = littleEndian(point);
    BigInteger y = P.subtract(encoded.clearBit(255));
    return littleEndian(encoded.testBit(255) ? y : y.setBit(255));
  }

  private static BigInteger littleEndian(Bytes bytes) {
    return new BigInteger(1, reversed(bytes.toArray()));
  }

  private static Bytes littleEndian(BigInteger value) {
    byte[] big = value.toByteArray();
    byte[] bytes = new byte[32];
    for (int i = 0; i < Math.min(32, big.length); i++) {
      bytes[i] = big[big.length - 1 - i];
    }
    return Bytes.of(bytes);
  }

  private static byte[] reversed(byte[] bytes) {
    byte[] reversed = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      reversed[i] = bytes[bytes.length - 1 - i];
    }
    return reversed;
  }

  private static Bytes concatenate(Bytes a, Bytes b) {
    return Bytes.fromHex(a.toHex() + b.toHex());
  }
}
