package org.pando.registry.witness;

import org.jspecify.annotations.Nullable;
import org.pando.registry.Bytes;
import org.pando.registry.cbor.CborReader;
import org.pando.registry.cbor.Encoded;
import org.pando.registry.cbor.MapReader;
import org.pando.registry.cbor.MapWriter;
import org.pando.registry.record.ZoneItem;
import org.pando.registry.rule.RecordException;

/**
 * What a claimant needs to go on after a crash.
 *
 * @param submission with the receipts so far: none, or all
 * @param zone the first records of the new tenure; null for none
 */
public record ClaimState(Submission submission, @Nullable ZoneItem zone) implements Encoded {
  private static final int MAX_SIZE = 32 * 1024;

  public static ClaimState decode(Bytes bytes) throws RecordException {
    return CborReader.decode(bytes, "unfinished operation", MAX_SIZE, ClaimState::read);
  }

  private static ClaimState read(CborReader in) throws RecordException {
    MapReader map = in.map();
    map.version();
    Submission submission = Submission.decode(map.bytes(1, 0, MAX_SIZE));
    ZoneItem zone = map.has(2) ? ZoneItem.decode(map.bytes(2, 0, ZoneItem.MAX_SIZE)) : null;
    map.end();
    return new ClaimState(submission, zone);
  }

  @Override
  public Bytes encode() {
    return new MapWriter()
        .uint(0, MapReader.VERSION)
        .nested(1, submission)
        .nested(2, zone)
        .encode();
  }
}
