package org.pando.registry.record;

import org.pando.registry.Bytes;
import org.pando.registry.cbor.CborReader;
import org.pando.registry.cbor.CborWriter;
import org.pando.registry.cbor.Encoded;
import org.pando.registry.rule.InvalidException;
import org.pando.registry.rule.RecordException;
import org.pando.registry.rule.Rule;

/**
 * The change from one configuration to the next (section 10): what the old witnesses decided, and
 * what the new ones took over. Decoding proves its form only.
 *
 * @param config the CONFIG, certified by the witnesses of the epoch before
 * @param carry the CARRY, certified by the witnesses of the new epoch
 */
public record ConfigLink(CertItem<Op.ConfigOp> config, CertItem<Op.Carry> carry)
    implements Encoded {
  /** In bytes. */
  public static final int MAX_SIZE = 4096;

  private static final String DOCUMENT = "configuration link";

  public static ConfigLink decode(Bytes bytes) throws RecordException {
    return CborReader.decode(bytes, DOCUMENT, MAX_SIZE, ConfigLink::read);
  }

  private static ConfigLink read(CborReader in) throws RecordException {
    in.array(2, 2);
    ConfigLink link =
        new ConfigLink(
            CertItem.decode(in.bytes(0, MAX_SIZE)).as(Op.ConfigOp.class, Rule.V2, DOCUMENT),
            CertItem.decode(in.bytes(0, MAX_SIZE)).as(Op.Carry.class, Rule.V2, DOCUMENT));
    link.checkEpochs();
    return link;
  }

  private void checkEpochs() throws InvalidException {
    long epoch = epoch();
    boolean agree =
        config.op().config().epoch() == epoch
            && carry.op().g() == epoch
            && config.certificate().epoch() == epoch - 1
            && carry.certificate().epoch() == epoch;
    if (!agree) {
      throw new InvalidException(
          Rule.V2, DOCUMENT, "its parts do not agree that it leads to epoch " + epoch);
    }
  }

  @Override
  public Bytes encode() {
    return new CborWriter().array(2).bytes(config.encode()).bytes(carry.encode()).encode();
  }

  /** The epoch that it leads to, 1 and up. */
  public long epoch() {
    return config.op().g();
  }
}
