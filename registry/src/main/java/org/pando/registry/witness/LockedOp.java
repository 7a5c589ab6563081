package org.pando.registry.witness;

import org.pando.registry.Bytes;
import org.pando.registry.cbor.CborReader;
import org.pando.registry.cbor.CborWriter;
import org.pando.registry.cbor.Encoded;
import org.pando.registry.record.Certificate;
import org.pando.registry.record.Op;
import org.pando.registry.record.SignedOp;
import org.pando.registry.rule.RecordException;

/**
 * The operation that a witness committed to.
 *
 * @param quorum its prepare quorum, whose round is the lock's
 */
record LockedOp(SignedOp<Op.NameOp> op, Certificate quorum) implements Encoded {
  private static final int MAX_SIZE = 2048;

  static LockedOp decode(Bytes bytes) throws RecordException {
    return CborReader.decode(bytes, "lock", MAX_SIZE, LockedOp::read);
  }

  private static LockedOp read(CborReader in) throws RecordException {
    in.array(2, 2);
    return new LockedOp(
        Operations.decode(in.bytes(0, MAX_SIZE)),
        Certificate.decode(in.bytes(0, Certificate.MAX_SIZE)));
  }

  @Override
  public Bytes encode() {
    return new CborWriter().array(2).bytes(op.encode()).bytes(quorum.encode()).encode();
  }
}
