package org.pando.registry.record;

import org.pando.registry.Bytes;
import org.pando.registry.NetworkId;
import org.pando.registry.cbor.CborReader;
import org.pando.registry.cbor.Encoded;
import org.pando.registry.cbor.MapReader;
import org.pando.registry.cbor.MapWriter;
import org.pando.registry.crypto.Domain;
import org.pando.registry.rule.RecordException;

/**
 * The document that founds a network; its hash is the network's id.
 *
 * @param suffix what the network owns
 * @param nonce 16 bytes that make the network distinct from others with the same content
 * @param keyStampBits work for a key name, 0 to 24; it never changes
 * @param config the configuration of epoch 0
 */
public record Genesis(Suffix suffix, Bytes nonce, int keyStampBits, Config config)
    implements Encoded {
  /** In bytes. */
  public static final int MAX_SIZE = 2048;

  public static Genesis decode(Bytes bytes) throws RecordException {
    return CborReader.decode(bytes, "genesis", MAX_SIZE, Genesis::read);
  }

  private static Genesis read(CborReader in) throws RecordException {
    MapReader map = in.map();
    map.version();
    Suffix suffix = Suffix.parse(map.text(1, Suffix.MAX_LENGTH));
    Bytes nonce = map.bytes(2, Fields.NONCE);
    int keyStampBits = (int) map.uint(3, 0, Terms.MAX_STAMP_BITS);
    Config config = Config.decode(map.bytes(4, 0, Config.MAX_SIZE));
    if (config.epoch() != 0) {
      throw in.invalid("a configuration of epoch " + config.epoch() + ", it begins with 0");
    }
    map.end();
    return new Genesis(suffix, nonce, keyStampBits, config);
  }

  @Override
  public Bytes encode() {
    return new MapWriter()
        .uint(0, MapReader.VERSION)
        .text(1, suffix.text())
        .bytes(2, nonce)
        .uint(3, keyStampBits)
        .nested(4, config)
        .encode();
  }

  public NetworkId networkId() {
    return Domain.networkId(encode());
  }
}
