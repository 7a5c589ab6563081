package org.pando.registry.record;

import org.pando.registry.Bytes;
import org.pando.registry.cbor.CborReader;
import org.pando.registry.cbor.Encoded;
import org.pando.registry.cbor.MapReader;
import org.pando.registry.cbor.MapWriter;
import org.pando.registry.rule.RecordException;

/**
 * A witness's last word in an epoch (section 10), signed as kind seal: it signs nothing more there.
 *
 * @param epoch the one that ends
 * @param configId the new configuration, 32 bytes
 * @param root the tree hash of what it certified and locked, 32 bytes
 */
public record Seal(long epoch, Bytes configId, Bytes root) implements Encoded {
  private static final int MAX_SIZE = 80;

  public static Seal decode(Bytes bytes) throws RecordException {
    return CborReader.decode(bytes, "seal", MAX_SIZE, Seal::read);
  }

  private static Seal read(CborReader in) throws RecordException {
    MapReader map = in.map();
    Seal seal =
        new Seal(map.uint(0, 0, Fields.U32), map.bytes(1, Fields.HASH), map.bytes(2, Fields.HASH));
    map.end();
    return seal;
  }

  @Override
  public Bytes encode() {
    return new MapWriter().uint(0, epoch).bytes(1, configId).bytes(2, root).encode();
  }
}
