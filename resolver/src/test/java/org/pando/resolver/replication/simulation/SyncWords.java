package org.pando.resolver.replication.simulation;

import java.util.ArrayList;
import java.util.List;
import org.pando.registry.Bytes;
import org.pando.registry.cbor.CborReader;
import org.pando.registry.cbor.CborWriter;
import org.pando.registry.cbor.MapReader;
import org.pando.registry.cbor.MapWriter;
import org.pando.registry.rule.RecordException;

/** Messages of the sync protocol, as seen from outside (registry specification, section 12). */
final class SyncWords {
  static final int HELLO = 0;
  static final int RECON = 1;
  static final int GIVE = 3;

  private static final int LARGEST = 300_000;

  private SyncWords() {}

  /** The number of a message's kind; -1 when it has none. */
  static int kind(byte[] message) {
    return message.length > 2 && message[1] == 0 ? message[2] : -1;
  }

  static byte[] hello(Bytes network, long count, byte[] fingerprint) {
    return new MapWriter()
        .uint(0, HELLO)
        .bytes(1, network)
        .uint(2, 0)
        .uint(3, count)
        .bytes(4, Bytes.of(fingerprint))
        .encode()
        .toArray();
  }

  static byte[] recon(byte[] message) {
    return new MapWriter().uint(0, RECON).bytes(1, Bytes.of(message)).encode().toArray();
  }

  static byte[] give(List<Bytes> bundles) {
    MapWriter map = new MapWriter().uint(0, GIVE);
    CborWriter array = map.value(1).array(bundles.size());
    bundles.forEach(array::bytes);
    return map.encode().toArray();
  }

  /** The bundles of a message that gives some. */
  static List<Bytes> given(byte[] message) {
    try {
      return read(CborReader.ofAccepted(Bytes.of(message), "sync message"));
    } catch (RecordException e) {
      throw new IllegalStateException("an honest replica says what nobody can read", e);
    }
  }

  private static List<Bytes> read(CborReader in) throws RecordException {
    MapReader map = in.map();
    long _ = map.uint(0, GIVE, GIVE);
    List<Bytes> bundles = new ArrayList<>();
    CborReader array = map.value(1);
    for (int left = array.array(0, LARGEST); left > 0; left--) {
      bundles.add(array.bytes(0, LARGEST));
    }
    map.end();
    return bundles;
  }
}
