package org.pando.registry.record;

import org.pando.registry.Bytes;
import org.pando.registry.cbor.Encoded;
import org.pando.registry.rule.RecordException;

/** Makes sure that nothing is signed which a reader would refuse. */
final class Signable {
  private Signable() {}

  @FunctionalInterface
  interface Decoder {
    Encoded decode(Bytes bytes) throws RecordException;
  }

  /**
   * The payload itself.
   *
   * @throws IllegalArgumentException when a reader would refuse it
   */
  static Bytes check(Bytes payload, Decoder decoder) {
    try {
      Encoded _ = decoder.decode(payload);
      return payload;
    } catch (RecordException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }
}
