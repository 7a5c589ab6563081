package org.pando.registry.record;

import org.pando.registry.Bytes;
import org.pando.registry.NetworkId;
import org.pando.registry.cbor.CborReader;
import org.pando.registry.cbor.CborWriter;
import org.pando.registry.cbor.Encoded;
import org.pando.registry.cbor.MapReader;
import org.pando.registry.cbor.MapWriter;
import org.pando.registry.crypto.Domain;
import org.pando.registry.crypto.SignedKind;
import org.pando.registry.crypto.SigningKey;
import org.pando.registry.rule.RecordException;
import org.pando.registry.zone.ZoneBody;

/**
 * The records of a name as its owner signed them.
 *
 * @param signature of the payload, kind zone, 64 bytes
 */
public record ZoneItem(Payload payload, Bytes signature) implements Encoded {
  /** In bytes. */
  public static final int MAX_SIZE = 2208;

  /** The largest sequence number. */
  public static final long MAX_SEQ = (1L << 48) - 1;

  /**
   * What the owner signs.
   *
   * @param subject the tenureId, or a key name's subject
   * @param seq 1 to {@link #MAX_SEQ}; the larger one replaces the smaller one
   * @param at when it was signed, in seconds since 1970
   */
  public record Payload(Bytes subject, long seq, long at, ZoneBody body) implements Encoded {
    static Payload decode(Bytes bytes) throws RecordException {
      return CborReader.decode(bytes, "zone", MAX_SIZE, Payload::read);
    }

    private static Payload read(CborReader in) throws RecordException {
      MapReader map = in.map();
      map.version();
      Bytes subject = map.bytes(1, Fields.HASH);
      long seq = map.uint(2, 1, MAX_SEQ);
      long at = map.uint(3, 0, Fields.TIME);
      ZoneBody body = ZoneBody.parse(map.bytes(4, 0, ZoneBody.MAX_SIZE));
      map.end();
      return new Payload(subject, seq, at, body);
    }

    @Override
    public Bytes encode() {
      return new MapWriter()
          .uint(0, MapReader.VERSION)
          .bytes(1, subject)
          .uint(2, seq)
          .uint(3, at)
          .bytes(4, body.encode())
          .encode();
    }
  }

  /**
   * Signs a zone with the owner's key.
   *
   * @throws IllegalArgumentException when the payload breaks a rule
   */
  public static ZoneItem sign(Payload payload, SigningKey owner, NetworkId network) {
    Bytes signed = Signable.check(payload.encode(), Payload::decode);
    return new ZoneItem(payload, owner.sign(SignedKind.ZONE, network, signed));
  }

  public static ZoneItem decode(Bytes bytes) throws RecordException {
    return CborReader.decode(bytes, "zone item", MAX_SIZE, ZoneItem::read);
  }

  private static ZoneItem read(CborReader in) throws RecordException {
    in.array(2, 2);
    return new ZoneItem(
        Payload.decode(in.bytes(0, MAX_SIZE)), in.bytes(Fields.SIGNATURE, Fields.SIGNATURE));
  }

  @Override
  public Bytes encode() {
    return new CborWriter().array(2).bytes(payload.encode()).bytes(signature).encode();
  }

  public Bytes subject() {
    return payload.subject();
  }

  public long seq() {
    return payload.seq();
  }

  public long at() {
    return payload.at();
  }

  public ZoneBody body() {
    return payload.body();
  }

  public Bytes itemId() {
    return Domain.sha256(encode());
  }
}
