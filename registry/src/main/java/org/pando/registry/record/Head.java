package org.pando.registry.record;

import org.pando.registry.Bytes;
import org.pando.registry.cbor.CborReader;
import org.pando.registry.cbor.Encoded;
import org.pando.registry.cbor.MapReader;
import org.pando.registry.cbor.MapWriter;
import org.pando.registry.rule.RecordException;

/**
 * What a witness says of its replica every ten minutes (section 10), signed as kind head.
 *
 * @param epoch the configuration it is a witness of
 * @param time by its clock, in seconds since 1970
 * @param counter how many votes it has signed; one that is shown a higher one was restored from a
 *     backup
 * @param count how many human names it holds
 * @param fingerprint of their bundles, 16 bytes
 */
public record Head(long epoch, long time, long counter, long count, Bytes fingerprint)
    implements Encoded {
  private static final int MAX_SIZE = 64;
  private static final int FINGERPRINT = 16;

  public static Head decode(Bytes bytes) throws RecordException {
    return CborReader.decode(bytes, "head", MAX_SIZE, Head::read);
  }

  private static Head read(CborReader in) throws RecordException {
    MapReader map = in.map();
    Head head =
        new Head(
            map.uint(0, 0, Fields.U32),
            map.uint(1, 0, Fields.TIME),
            map.uint(2, 0, CborReader.MAX_UINT),
            map.uint(3, 0, CborReader.MAX_UINT),
            map.bytes(4, FINGERPRINT));
    map.end();
    return head;
  }

  @Override
  public Bytes encode() {
    return new MapWriter()
        .uint(0, epoch)
        .uint(1, time)
        .uint(2, counter)
        .uint(3, count)
        .bytes(4, fingerprint)
        .encode();
  }
}
