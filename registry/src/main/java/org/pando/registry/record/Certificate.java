package org.pando.registry.record;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.pando.registry.Bytes;
import org.pando.registry.cbor.CborReader;
import org.pando.registry.cbor.Encoded;
import org.pando.registry.cbor.MapReader;
import org.pando.registry.cbor.MapWriter;
import org.pando.registry.rule.InvalidException;
import org.pando.registry.rule.RecordException;
import org.pando.registry.rule.Rule;

/**
 * The signatures of a quorum of witnesses for one vote: of kind commit a certificate, of kind
 * prepare a prepare quorum (QC). Whether they are enough and good is V10's matter.
 *
 * @param epoch the configuration whose witnesses signed
 * @param round of the vote
 * @param bitmap bit i is set when witness i signed
 * @param signatures 64 bytes each, in the order of the bits
 */
public record Certificate(long epoch, int round, int bitmap, List<Bytes> signatures)
    implements Encoded {
  /** In bytes. */
  public static final int MAX_SIZE = 480;

  public Certificate {
    signatures = List.copyOf(signatures);
  }

  /**
   * The certificate of a vote.
   *
   * @param signatures by the index of the witness, 0 to 15
   */
  public static Certificate of(Vote vote, Map<Integer, Bytes> signatures) {
    int bitmap = 0;
    List<Bytes> inOrder = new ArrayList<>();
    for (Map.Entry<Integer, Bytes> entry : new TreeMap<>(signatures).entrySet()) {
      bitmap |= 1 << entry.getKey();
      inOrder.add(entry.getValue());
    }
    return new Certificate(vote.epoch(), vote.round(), bitmap, inOrder);
  }

  public static Certificate decode(Bytes bytes) throws RecordException {
    return CborReader.decode(bytes, "certificate", MAX_SIZE, Certificate::read);
  }

  private static Certificate read(CborReader in) throws RecordException {
    MapReader map = in.map();
    long epoch = map.uint(0, 0, Fields.U32);
    int round = (int) map.uint(1, 0, Fields.U16);
    int bitmap = (int) map.uint(2, 0, Fields.U16);
    Bytes all = map.bytes(3, 0, MAX_SIZE);
    map.end();
    int count = Integer.bitCount(bitmap);
    if (all.length() != count * Fields.SIGNATURE) {
      throw new InvalidException(
          Rule.V10, in.where(), all.length() + " bytes for " + count + " signatures");
    }
    List<Bytes> signatures = new ArrayList<>();
    byte[] octets = all.toArray();
    for (int at = 0; at < octets.length; at += Fields.SIGNATURE) {
      signatures.add(Bytes.of(octets, at, at + Fields.SIGNATURE));
    }
    return new Certificate(epoch, round, bitmap, signatures);
  }

  @Override
  public Bytes encode() {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    signatures.forEach(signature -> all.writeBytes(signature.toArray()));
    return new MapWriter()
        .uint(0, epoch)
        .uint(1, round)
        .uint(2, bitmap)
        .bytes(3, Bytes.of(all.toByteArray()))
        .encode();
  }

  /** The vote that these signatures are for. */
  public Vote voteOn(SignedOp<?> op, Bytes opHash) {
    return new Vote(epoch, op.op().name(), op.op().g(), round, opHash);
  }
}
