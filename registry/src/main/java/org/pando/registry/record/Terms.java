package org.pando.registry.record;

import org.pando.registry.cbor.CborReader;
import org.pando.registry.cbor.MapReader;
import org.pando.registry.cbor.MapWriter;
import org.pando.registry.rule.InvalidException;

/**
 * How long names last and what claims cost.
 *
 * @param minAge seconds that a claim waits between its receipts and its decision, 0 to 3600
 * @param lease the longest lease, in seconds
 * @param grace seconds between the end of a lease and the right to claim the name
 * @param claimStampBits work for a claim, 0 to 24
 * @param delta milliseconds of the first round's window, 100 to 60000
 */
public record Terms(long minAge, long lease, long grace, int claimStampBits, int delta) {
  /** The terms of a network with one witness, or of one whose members know each other. */
  public static final Terms CLOSED = new Terms(0, 34_560_000, 7_776_000, 0, 1000);

  static final int MAX_STAMP_BITS = 24;

  static Terms read(MapReader map) throws InvalidException {
    return new Terms(
        map.uint(4, 0, 3600),
        map.uint(5, 0, CborReader.MAX_UINT),
        map.uint(6, 0, CborReader.MAX_UINT),
        (int) map.uint(7, 0, MAX_STAMP_BITS),
        (int) map.uint(8, 100, 60_000));
  }

  void write(MapWriter map) {
    map.uint(4, minAge).uint(5, lease).uint(6, grace).uint(7, claimStampBits).uint(8, delta);
  }
}
