package org.pando.registry.witness;

import org.pando.registry.Bytes;
import org.pando.registry.cbor.CborReader;
import org.pando.registry.crypto.SignatureVerifier;
import org.pando.registry.record.Op;
import org.pando.registry.record.SignedOp;
import org.pando.registry.rule.RecordException;
import org.pando.registry.rule.Rule;

/** The parts that submissions and votes consist of. */
final class Operations {
  private Operations() {}

  static SignedOp<Op.NameOp> decode(Bytes bytes) throws RecordException {
    return SignedOp.decode(bytes).as(Op.NameOp.class, Rule.V2, "submission");
  }

  static Bytes signature(CborReader in) throws RecordException {
    return in.bytes(SignatureVerifier.SIGNATURE_LENGTH, SignatureVerifier.SIGNATURE_LENGTH);
  }
}
