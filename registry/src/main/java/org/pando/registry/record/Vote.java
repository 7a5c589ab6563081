package org.pando.registry.record;

import org.pando.registry.Bytes;
import org.pando.registry.NetworkId;
import org.pando.registry.cbor.CborReader;
import org.pando.registry.cbor.Encoded;
import org.pando.registry.cbor.MapReader;
import org.pando.registry.cbor.MapWriter;
import org.pando.registry.crypto.SignedKind;
import org.pando.registry.crypto.SigningKey;
import org.pando.registry.rule.RecordException;

/**
 * What a witness signs to prepare, commit or propose an operation.
 *
 * @param epoch the configuration whose witnesses decide
 * @param name the label, empty for operations on the network
 * @param g the number of the operation in the life of the name
 * @param round of this decision, below 2^16
 * @param opHash the operation, 32 bytes
 */
public record Vote(long epoch, String name, long g, int round, Bytes opHash) implements Encoded {
  private static final int MAX_SIZE = 128;

  /** The vote for an operation. */
  public static Vote on(SignedOp<?> op, long epoch, int round, NetworkId network) {
    return new Vote(epoch, op.op().name(), op.op().g(), round, op.opHash(network));
  }

  public static Vote decode(Bytes bytes) throws RecordException {
    return CborReader.decode(bytes, "vote", MAX_SIZE, Vote::read);
  }

  private static Vote read(CborReader in) throws RecordException {
    MapReader map = in.map();
    Vote vote =
        new Vote(
            map.uint(0, 0, Fields.U32),
            map.text(1, Fields.NAME),
            map.uint(2, 0, Fields.U32),
            (int) map.uint(3, 0, Fields.U16),
            map.bytes(4, Fields.HASH));
    map.end();
    return vote;
  }

  @Override
  public Bytes encode() {
    return new MapWriter()
        .uint(0, epoch)
        .text(1, name)
        .uint(2, g)
        .uint(3, round)
        .bytes(4, opHash)
        .encode();
  }

  /** A witness's signature of this vote, of kind prepare, commit or propose. */
  public Bytes sign(SignedKind kind, SigningKey witness, NetworkId network) {
    return witness.sign(kind, network, encode());
  }
}
