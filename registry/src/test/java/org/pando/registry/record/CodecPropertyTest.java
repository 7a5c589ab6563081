package org.pando.registry.record;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.pando.registry.Bytes;
import org.pando.registry.TestKeys;
import org.pando.registry.TestNetwork;
import org.pando.registry.Vectors;
import org.pando.registry.cbor.Encoded;
import org.pando.registry.crypto.PublicKey;
import org.pando.registry.crypto.SignatureVerifier;
import org.pando.registry.crypto.SigningKey;
import org.pando.registry.policy.BundleRules;
import org.pando.registry.policy.Validity;
import org.pando.registry.rule.RecordException;

/** Properties of the codecs, over objects made from a seed; a failure names the seed. */
final class CodecPropertyTest {
  private static final List<SigningKey> KEYS = TestKeys.of("k", 24);
  private static final TestNetwork HOME = TestNetwork.home();

  private final Random random;

  CodecPropertyTest() {
    this.random = new Random(20260101);
  }

  private long below(long bound) {
    return switch (random.nextInt(4)) {
      case 0 -> 0;
      case 1 -> bound - 1;
      case 2 -> Math.min(bound - 1, 1L << random.nextInt(53));
      default -> random.nextLong(bound);
    };
  }

  private Bytes bytes(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return Bytes.of(bytes);
  }

  private PublicKey key() {
    return KEYS.get(random.nextInt(KEYS.size())).publicKey();
  }

  private String label() {
    StringBuilder label = new StringBuilder("a");
    for (int i = random.nextInt(62); i > 0; i--) {
      label.append("abz059".charAt(random.nextInt(6)));
    }
    return label.toString();
  }

  private Step step(boolean first) {
    long g = first ? 0 : 1 + below(0xffff_ffffL);
    long tenure = g == 0 ? 0 : 1 + below(g);
    return new Step(label(), g, g == 0 ? null : bytes(32), tenure);
  }

  private Holder holder() {
    PublicKey recovery = random.nextBoolean() ? key() : null;
    return new Holder(key(), recovery, recovery != null && random.nextBoolean());
  }

  private Lease lease() {
    return new Lease(below(1L << 40), below(1L << 40));
  }

  private Config config(long epoch) {
    @Nullable Bytes prev = epoch == 0 ? null : bytes(32);
    List<Witness> witnesses = new ArrayList<>();
    int count = 1 + 3 * random.nextInt(4);
    for (int i = 0; i < count; i++) {
      witnesses.add(
          new Witness(
              KEYS.get(2 * i).publicKey(),
              KEYS.get(2 * i + 1).publicKey(),
              label().substring(0, 1)));
    }
    return new Config(
        epoch,
        prev,
        witnesses,
        new Terms(
            below(3601),
            below(1L << 53),
            below(1L << 53),
            (int) below(25),
            (int) (100 + below(59_901))));
  }

  private Op op() {
    return switch (random.nextInt(6)) {
      case 0 -> new Op.Claim(step(random.nextBoolean()), holder(), lease(), bytes(16));
      case 1 ->
          new Op.Renew(
              step(false),
              lease(),
              random.nextBoolean() ? Signer.OWNER : Signer.RECOVERY,
              bytes(32));
      case 2 -> new Op.Transfer(step(false), holder(), lease(), bytes(16), key());
      case 3 -> new Op.Release(step(false), below(1L << 40), key());
      case 4 ->
          new Op.ConfigOp(
              1 + below(0xffff_ffffL), bytes(32), below(1L << 40), config(1 + below(0xffff_ffffL)));
      default -> new Op.Carry(1 + below(0xffff_ffffL), bytes(32), below(1L << 40), bytes(32));
    };
  }

  private CertItem<Op> item() {
    Op op = op();
    List<Bytes> signatures = Stream.generate(() -> bytes(64)).limit(op.signatures()).toList();
    int bitmap = (int) below(1 << 7);
    Certificate certificate =
        new Certificate(
            below(1L << 32),
            (int) below(1 << 16),
            bitmap,
            Stream.generate(() -> bytes(64)).limit(Integer.bitCount(bitmap)).toList());
    return new CertItem<>(new SignedOp<>(op, signatures), certificate);
  }

  private interface Decoder<T> {
    T decode(Bytes bytes) throws RecordException;
  }

  private static <T extends Encoded> void assertRoundTrip(T value, Decoder<? super T> decoder)
      throws RecordException {
    assertEquals(value, decoder.decode(value.encode()));
  }

  @Test
  @Tag("I6")
  void whateverIsMadeReadsBack() throws Exception {
    for (int i = 0; i < 500; i++) {
      assertRoundTrip(op(), Op::decode);
      CertItem<Op> item = item();
      int limit = item.op() instanceof Op.NameOp ? item.op() instanceof Op.Renew ? 768 : 896 : 4096;
      if (item.encode().length() <= limit) {
        assertRoundTrip(item, CertItem::decode);
      } else {
        assertThrows(RecordException.class, () -> CertItem.decode(item.encode()));
      }
      assertRoundTrip(
          new Vote(below(1L << 32), label(), below(1L << 32), (int) below(1 << 16), bytes(32)),
          Vote::decode);
      assertRoundTrip(
          new RevokeItem(
              new RevokeItem.Payload(bytes(32), Signer.OWNER, below(1L << 40)), bytes(64)),
          RevokeItem::decode);
      assertRoundTrip(
          new ZoneItem(
              new ZoneItem.Payload(
                  bytes(32), 1 + below(ZoneItem.MAX_SEQ), below(1L << 40), TestNetwork.body(i)),
              bytes(64)),
          ZoneItem::decode);
    }
  }

  @Test
  @Tag("I6")
  void genesisReadsBack() throws Exception {
    List<String> suffixes = List.of("home.alt", "home.arpa", "a.b.internal", "x.y.z.alt");
    for (int i = 0; i < 40; i++) {
      assertRoundTrip(
          new Genesis(
              new Suffix(suffixes.get(i % suffixes.size())), bytes(16), (int) below(25), config(0)),
          Genesis::decode);
    }
  }

  /** Every payload table has no room for a field more, a field less, or one out of its range. */
  @Test
  void operationsOutOfRangeAreNotSigned() {
    SigningKey key = TestKeys.OWNER;
    Step step = new Step("blog", 1, bytes(32), 1);
    List<Op> bad =
        List.of(
            new Op.Claim(new Step("Blog", 0, null, 0), holder(), lease(), bytes(16)),
            new Op.Claim(new Step("blog", 0, null, 1), holder(), lease(), bytes(16)),
            new Op.Claim(new Step("blog", 0, bytes(32), 0), holder(), lease(), bytes(16)),
            new Op.Claim(new Step("blog", 1, null, 0), holder(), lease(), bytes(16)),
            new Op.Claim(step, new Holder(key(), null, true), lease(), bytes(16)),
            new Op.Claim(step, holder(), lease(), bytes(15)),
            new Op.Claim(step, holder(), new Lease(0, 1L << 40), bytes(16)),
            new Op.Renew(Step.first("blog"), lease(), Signer.OWNER, bytes(32)),
            new Op.Renew(step, lease(), Signer.OWNER, bytes(31)),
            new Op.Release(new Step("blog", 1, bytes(32), 0), 0, key()),
            new Op.Release(new Step("blog", 1L << 32, bytes(32), 1), 0, key()),
            new Op.Carry(0, bytes(32), 0, bytes(32)));
    for (Op op : bad) {
      assertThrows(
          IllegalArgumentException.class, () -> SignedOp.sign(op, key, HOME.id()), op::toString);
    }
  }

  static List<String> validBundles() {
    return List.of("n1.bundle1", "n1.bundle2", "n1.bundle3", "key.bundle");
  }

  @ParameterizedTest
  @MethodSource("validBundles")
  void everyTruncationIsRefused(String vector) {
    byte[] bundle = Vectors.hex(vector).toArray();
    for (int length = 0; length < bundle.length; length++) {
      Bytes truncated = Bytes.of(bundle, 0, length);
      assertThrows(RecordException.class, () -> Bundle.decode(truncated));
    }
  }

  /** Whatever still decodes after a change encodes to the changed bytes, and is not valid. */
  @ParameterizedTest
  @MethodSource("validBundles")
  @Tag("I6")
  void everyChangedByteIsRefusedOrCanonicalAndNeverValid(String vector) {
    BundleRules rules = new BundleRules(HOME.rules(), SignatureVerifier.PINNED);
    byte[] bundle = Vectors.hex(vector).toArray();
    int decoded = 0;
    for (int i = 0; i < bundle.length; i++) {
      for (int bit = 0; bit < 8; bit++) {
        byte[] bytes = bundle.clone();
        bytes[i] ^= (byte) (1 << bit);
        Bytes changed = Bytes.of(bytes);
        try {
          assertEquals(changed, Bundle.decode(changed).encode(), "byte " + i + " bit " + bit);
          decoded++;
        } catch (RecordException e) {
          assertFalse(e.getMessage().isEmpty());
        }
        assertFalse(rules.check(changed) instanceof Validity.Valid, "byte " + i + " bit " + bit);
      }
    }
    assertTrue(decoded > 0, "no change left the form intact, such as of a signature");
  }

  @Test
  void aByteOrAnItemMoreIsRefused() {
    for (String vector : validBundles()) {
      String hex = Vectors.text(vector);
      for (String more : List.of("00", "f6", "a0", hex)) {
        assertThrows(RecordException.class, () -> Bundle.decode(Bytes.fromHex(hex + more)));
      }
    }
  }
}
