package org.pando.gossip.identity;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.pando.gossip.Decoding.assertRefused;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.math.BigInteger;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.pkcs.RSAPrivateKey;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.crypto.params.ECDomainParameters;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.crypto.signers.HMacDSAKCalculator;
import org.bouncycastle.crypto.signers.StandardDSAEncoding;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pando.gossip.Decoding;
import org.pando.gossip.GossipException;
import org.pando.gossip.GossipException.Kind;
import org.pando.gossip.PeerId;
import org.pando.gossip.TestIdentity;
import org.pando.gossip.Vectors;
import org.pando.gossip.wire.ProtobufReader;
import org.pando.gossip.wire.ProtobufWriter;

class PublicKeyTest {
  private static final byte[] MESSAGE = "libp2p test message".getBytes(UTF_8);

  @Test
  void vectorsOfEd25519() throws GossipException {
    int count = 0;
    for (JsonElement element : Vectors.read("keys.json").getAsJsonArray("ed25519")) {
      JsonObject vector = element.getAsJsonObject();
      PublicKey key = PublicKey.ed25519(Vectors.hex(vector, "publicRaw"));
      assertArrayEquals(Vectors.hex(vector, "publicProtobuf"), key.encode());
      assertEquals(key, PublicKey.decode(Vectors.hex(vector, "publicProtobuf")));
      assertArrayEquals(Vectors.hex(vector, "peerIdMultihash"), key.peerId().bytes());
      assertEquals(vector.get("peerIdBase58").getAsString(), key.peerId().toString());
      assertEquals(key.peerId(), PeerId.parse(vector.get("peerIdCidV1Base32").getAsString()));
      byte[] message = vector.get("signedMessageUtf8").getAsString().getBytes(UTF_8);
      assertSigns(key, message, Vectors.hex(vector, "signature"));
      TestIdentity own = new TestIdentity(Vectors.hex(vector, "seed"));
      assertEquals(key, own.key());
      assertArrayEquals(Vectors.hex(vector, "signature"), own.sign(message));
      count++;
    }
    assertEquals(4, count);
  }

  @Test
  void ed25519OfTheSpecification() throws GossipException {
    byte[] secret = privateKey("ed25519", 1);
    TestIdentity own = new TestIdentity(Arrays.copyOf(secret, 32));
    assertArrayEquals(own.publicKey(), Arrays.copyOfRange(secret, 32, 64));
    assertEquals(own.key(), publicKey("ed25519", KeyType.ED25519));
    assertSigns(own.key(), MESSAGE, own.sign(MESSAGE));
  }

  @Test
  void rsaOfTheSpecification() throws Exception {
    PublicKey key = publicKey("rsa", KeyType.RSA);
    PrivateKeyInfo pkcs8 =
        new PrivateKeyInfo(
            new AlgorithmIdentifier(PKCSObjectIdentifiers.rsaEncryption, DERNull.INSTANCE),
            RSAPrivateKey.getInstance(privateKey("rsa", 0)));
    RSAPrivateCrtKey secret =
        (RSAPrivateCrtKey)
            KeyFactory.getInstance("RSA")
                .generatePrivate(new PKCS8EncodedKeySpec(pkcs8.getEncoded()));
    assertEquals(key, rsa(secret.getModulus(), secret.getPublicExponent()));
    Signature signer = Signature.getInstance("SHA256withRSA");
    signer.initSign(secret);
    signer.update(MESSAGE);
    assertSigns(key, MESSAGE, signer.sign());
    assertTrue(key.peerId().toString().startsWith("Qm"));
  }

  @Test
  void ecdsaOfTheSpecification() throws Exception {
    PublicKey key = publicKey("ecdsa", KeyType.ECDSA);
    var sec1 = org.bouncycastle.asn1.sec.ECPrivateKey.getInstance(privateKey("ecdsa", 3));
    X9ECParameters curve = CustomNamedCurves.getByName("secp256r1");
    byte[] signature = ecdsa(curve, sec1.getKey(), MESSAGE);
    assertSigns(key, MESSAGE, signature);
    assertTrue(key.peerId().toString().startsWith("Qm"));
  }

  @Test
  void secp256k1OfTheSpecification() throws Exception {
    PublicKey key = publicKey("secp256k1", KeyType.SECP256K1);
    X9ECParameters curve = CustomNamedCurves.getByName("secp256k1");
    BigInteger secret = new BigInteger(1, privateKey("secp256k1", 2));
    byte[] signature = ecdsa(curve, secret, MESSAGE);
    assertSigns(key, MESSAGE, signature);
    assertEquals(key.peerId(), PeerId.parse(key.peerId().toString()));
    assertTrue(key.peerId().toString().startsWith("16Uiu2HA"));
  }

  /** Points of small order, canonical or not: under each a signature of nobody would hold. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "0100000000000000000000000000000000000000000000000000000000000000",
        "0000000000000000000000000000000000000000000000000000000000000000",
        "0000000000000000000000000000000000000000000000000000000000000080",
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
        "0100000000000000000000000000000000000000000000000000000000000080",
        "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        // no point of the curve
        "0200000000000000000000000000000000000000000000000000000000000000",
      })
  void weakEd25519KeysAreRefused(String hex) {
    byte[] raw = HexFormat.of().parseHex(hex);
    assertRefused(Kind.PROTOCOL, () -> PublicKey.ed25519(raw));
    assertRefused(Kind.PROTOCOL, () -> PublicKey.decode(protobuf(1, raw)));
  }

  @Test
  void rsaKeysHave2048To8192Bits() throws Exception {
    BigInteger exponent = BigInteger.valueOf(65_537);
    assertEquals(KeyType.RSA, rsa(ofBits(2048), exponent).type());
    assertEquals(KeyType.RSA, rsa(ofBits(8192), exponent).type());
    assertRefused(Kind.PROTOCOL, () -> rsa(ofBits(2047), exponent));
    assertRefused(Kind.PROTOCOL, () -> rsa(ofBits(8193), exponent));
  }

  @Test
  void rsaExponentsThatWouldTakeLongAreRefused() throws Exception {
    BigInteger largest = BigInteger.TWO.pow(32).subtract(BigInteger.ONE);
    assertEquals(KeyType.RSA, rsa(ofBits(2048), largest).type());
    assertRefused(Kind.PROTOCOL, () -> rsa(ofBits(2048), largest.add(BigInteger.TWO)));
  }

  @Test
  void ecdsaIsOfP256Only() throws Exception {
    assertEquals(KeyType.ECDSA, PublicKey.decode(protobuf(3, ec("secp256r1"))).type());
    byte[] p384 = ec("secp384r1");
    assertRefused(Kind.PROTOCOL, () -> PublicKey.decode(protobuf(3, p384)));
  }

  @Test
  void eachKeyHasOneEncoding() throws GossipException {
    byte[] raw = TestIdentity.of(1).publicKey();
    ProtobufWriter turned = new ProtobufWriter().bytes(2, raw).varint(1, 1);
    assertRefused(Kind.MALFORMED, () -> PublicKey.decode(turned.toByteArray()));
    ProtobufWriter more = new ProtobufWriter().varint(1, 1).bytes(2, raw).varint(3, 1);
    assertRefused(Kind.MALFORMED, () -> PublicKey.decode(more.toByteArray()));
    byte[] longer = HexFormat.of().parseHex("08810012" + "20" + HexFormat.of().formatHex(raw));
    assertRefused(Kind.MALFORMED, () -> PublicKey.decode(longer));
    // BER: the outer length in two bytes
    byte[] der = Vectors.hex(specification().getAsJsonObject("ecdsa"), "public");
    byte[] ber = new byte[der.length - 4 + 1];
    System.arraycopy(der, 4, ber, 1, der.length - 4);
    ber[0] = ber[1];
    ber[1] = (byte) 0x81;
    assertRefused(Kind.MALFORMED, () -> PublicKey.decode(protobuf(3, ber)));
  }

  @Test
  void uncompressedAndOffCurvePointsOfSecp256k1AreRefused() throws GossipException {
    X9ECParameters curve = CustomNamedCurves.getByName("secp256k1");
    byte[] uncompressed = curve.getG().getEncoded(false);
    assertRefused(Kind.MALFORMED, () -> PublicKey.decode(protobuf(2, uncompressed)));
    byte[] offCurve = curve.getG().getEncoded(true);
    Arrays.fill(offCurve, 1, offCurve.length, (byte) 0xff);
    assertRefused(Kind.MALFORMED, () -> PublicKey.decode(protobuf(2, offCurve)));
    byte[] infinity = new byte[33];
    assertRefused(Kind.MALFORMED, () -> PublicKey.decode(protobuf(2, infinity)));
  }

  @Test
  void missingPartsAndUnknownTypesAreRefused() {
    assertRefused(Kind.MALFORMED, () -> PublicKey.decode(new byte[0]));
    assertRefused(Kind.MALFORMED, () -> PublicKey.decode(HexFormat.of().parseHex("0801")));
    assertRefused(Kind.MALFORMED, () -> PublicKey.decode(HexFormat.of().parseHex("1200")));
    assertRefused(Kind.MALFORMED, () -> PublicKey.decode(protobuf(4, new byte[32])));
    assertRefused(Kind.MALFORMED, () -> PublicKey.decode(protobuf(1, new byte[31])));
    assertRefused(Kind.MALFORMED, () -> PublicKey.ed25519(new byte[33]));
    assertRefused(Kind.LIMIT, () -> PublicKey.decode(new byte[1101]));
  }

  @Test
  void keysOfRandomDataAreReadOrRefused() {
    Random random = new Random(5);
    for (int i = 0; i < 4_000; i++) {
      byte[] data = new byte[random.nextInt(100)];
      random.nextBytes(data);
      if (data.length > 3) {
        data[0] = (byte) (random.nextBoolean() ? 0x30 : 0x02);
      }
      byte[] protobuf = protobuf(i % 5, i % 3 == 0 ? Arrays.copyOf(data, 32 + i % 2) : data);
      PublicKey key = Decoding.attempt(() -> PublicKey.decode(protobuf));
      if (key != null) {
        assertArrayEquals(protobuf, key.encode());
        assertFalse(key.verify(MESSAGE, data));
      }
    }
  }

  @Test
  void keysOfDifferentPeersDiffer() {
    assertNotEquals(TestIdentity.of(1).key(), TestIdentity.of(2).key());
    assertEquals(TestIdentity.of(1).key().hashCode(), TestIdentity.of(1).key().hashCode());
  }

  private static void assertSigns(PublicKey key, byte[] message, byte[] signature) {
    assertTrue(key.verify(message, signature));
    assertFalse(key.verify(new byte[0], signature));
    assertFalse(key.verify(message, new byte[0]));
    assertFalse(key.verify(message, Arrays.copyOf(signature, signature.length - 1)));
    assertFalse(key.verify(message, Arrays.copyOf(signature, signature.length + 1)));
    for (int at = 0; at < signature.length; at += 7) {
      byte[] changed = signature.clone();
      changed[at] ^= 1;
      assertFalse(key.verify(message, changed), "changed at " + at);
    }
  }

  /** The keys of the specification. */
  static List<PublicKey> oneOfEachType() {
    try {
      return List.of(
          publicKey("rsa", KeyType.RSA),
          publicKey("ed25519", KeyType.ED25519),
          publicKey("secp256k1", KeyType.SECP256K1),
          publicKey("ecdsa", KeyType.ECDSA));
    } catch (GossipException e) {
      throw new AssertionError(e);
    }
  }

  private static JsonObject specification() {
    return Vectors.read("peer-ids-spec.json").getAsJsonObject("keys");
  }

  private static PublicKey publicKey(String name, KeyType type) throws GossipException {
    byte[] protobuf = Vectors.hex(specification().getAsJsonObject(name), "public");
    PublicKey key = PublicKey.decode(protobuf);
    assertEquals(type, key.type());
    assertArrayEquals(protobuf, key.encode());
    return key;
  }

  /** The data of a private key, whose protobuf looks like a public one's. */
  private static byte[] privateKey(String name, int type) throws GossipException {
    ProtobufReader in =
        new ProtobufReader(
            name, Vectors.hex(specification().getAsJsonObject(name), "private"), 4096);
    assertTrue(in.next());
    assertEquals(type, in.varint());
    assertTrue(in.next());
    return in.bytes(4096);
  }

  private static byte[] ecdsa(X9ECParameters curve, BigInteger secret, byte[] message)
      throws Exception {
    ECDSASigner signer = new ECDSASigner(new HMacDSAKCalculator(new SHA256Digest()));
    signer.init(true, new ECPrivateKeyParameters(secret, new ECDomainParameters(curve)));
    BigInteger[] numbers = signer.generateSignature(Jdk.sha256(message));
    return StandardDSAEncoding.INSTANCE.encode(curve.getN(), numbers[0], numbers[1]);
  }

  private static byte[] protobuf(int type, byte[] data) {
    return new ProtobufWriter().varint(1, type).bytes(2, data).toByteArray();
  }

  private static PublicKey rsa(BigInteger modulus, BigInteger exponent) throws Exception {
    byte[] der =
        KeyFactory.getInstance("RSA")
            .generatePublic(new RSAPublicKeySpec(modulus, exponent))
            .getEncoded();
    return PublicKey.decode(protobuf(0, der));
  }

  private static BigInteger ofBits(int bits) {
    return BigInteger.TWO.pow(bits - 1).add(BigInteger.ONE);
  }

  private static byte[] ec(String curve) throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec(curve));
    KeyPair pair = generator.generateKeyPair();
    return pair.getPublic().getEncoded();
  }
}
