package org.pando.registry.record;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.pando.registry.Bytes;
import org.pando.registry.TestNetwork;
import org.pando.registry.Vectors;
import org.pando.registry.Vectors.Reject;
import org.pando.registry.cbor.CborReader;
import org.pando.registry.cbor.MapReader;
import org.pando.registry.crypto.SignatureVerifier;
import org.pando.registry.policy.BundleRules;
import org.pando.registry.policy.Validity;
import org.pando.registry.rule.InvalidException;
import org.pando.registry.rule.Rule;
import org.pando.registry.zone.ZoneBody;

/** The specification's byte strings that must be refused, each for the reason it gives. */
final class RejectVectorsTest {
  static List<Reject> rejects() {
    return Vectors.rejects();
  }

  @Test
  void thereAreFourteen() {
    assertEquals(14, rejects().size());
  }

  @ParameterizedTest
  @MethodSource("rejects")
  void isRefused(Reject reject) throws Exception {
    Bytes bytes = reject.bytes();
    switch (reject.why()) {
      case "small-order owner key (identity) with R=identity, S=0" ->
          refusal(() -> SignedOp.decode(bytes), Rule.V4);
      case "op payload: map head not shortest (b80b for ab)" ->
          refusal(() -> Op.decode(bytes), Rule.V1);
      case "zone payload: integer not shortest", "zone payload: duplicate key 0" ->
          refusal(() -> ZoneItem.Payload.decode(bytes), Rule.V1);
      case "keys out of order" -> refusal(() -> readKeys(bytes, 1, 0), Rule.V1);
      case "indefinite-length map" -> refusal(() -> readKeys(bytes, 0), Rule.V1);
      case "trailing byte" -> refusal(() -> ZoneItem.decode(bytes), Rule.V1);
      case "zone item: signature with S + L", "zone signed for another network" ->
          inBundle(bundle().withZone(ZoneItem.decode(bytes)), Rule.V12);
      case "certificate with a bitmap bit beyond n", "certificate signature of kind prepare" ->
          inBundle(bundle().withCertificate(Certificate.decode(bytes)), Rule.V10);
      case "zone body: RRs out of order", "zone body: upper-case owner", "zone body: TTL 0" ->
          refusal(() -> ZoneBody.parse(bytes), Rule.V15);
      default -> throw new AssertionError("no test for: " + reject.why());
    }
  }

  /** No object at all begins like the two that are pure CBOR. */
  @Test
  void noDecoderTakesAnyOfThem() {
    for (Reject reject : rejects()) {
      Bytes bytes = reject.bytes();
      assertThrows(InvalidException.class, () -> Bundle.decode(bytes), reject.why());
      assertThrows(InvalidException.class, () -> Genesis.decode(bytes), reject.why());
      assertThrows(InvalidException.class, () -> Config.decode(bytes), reject.why());
      assertThrows(InvalidException.class, () -> Op.decode(bytes), reject.why());
      assertThrows(InvalidException.class, () -> SignedOp.decode(bytes), reject.why());
      assertThrows(InvalidException.class, () -> Vote.decode(bytes), reject.why());
      assertThrows(InvalidException.class, () -> CertItem.decode(bytes), reject.why());
      assertThrows(InvalidException.class, () -> RevokeItem.decode(bytes), reject.why());
    }
  }

  private static Object readKeys(Bytes bytes, int... keys) throws Exception {
    return CborReader.decode(
        bytes,
        "map",
        bytes.length(),
        in -> {
          MapReader map = in.map();
          for (int key : keys) {
            map.uint(key, 0, 1);
          }
          map.end();
          return () -> bytes;
        });
  }

  private interface Decoding {
    Object run() throws Exception;
  }

  private static void refusal(Decoding decoding, Rule rule) {
    InvalidException e = assertThrows(InvalidException.class, decoding::run);
    assertEquals(rule, e.rule(), e.getMessage());
  }

  /** The bundle of the worked example, one part of which can be another. */
  private record Example(HumanBundle bundle) {
    HumanBundle withZone(ZoneItem zone) {
      return new HumanBundle(bundle.name(), bundle.tenure(), null, zone, null);
    }

    HumanBundle withCertificate(Certificate certificate) {
      return new HumanBundle(
          bundle.name(),
          new CertItem<>(bundle.tenure().signed(), certificate),
          null,
          bundle.zone(),
          null);
    }
  }

  private static Example bundle() throws Exception {
    return new Example((HumanBundle) Bundle.decode(Vectors.hex("n1.bundle1")));
  }

  private static void inBundle(HumanBundle bundle, Rule rule) {
    BundleRules rules = new BundleRules(TestNetwork.home().rules(), SignatureVerifier.PINNED);
    Validity.Invalid invalid =
        assertInstanceOf(Validity.Invalid.class, rules.check(bundle.encode()));
    assertEquals(rule, invalid.rule(), invalid.text());
  }
}
