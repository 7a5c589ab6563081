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

/**
 * Ends the service of a tenure; it can be signed as soon as the tenure's first operation is.
 *
 * @param signature of the payload, kind revoke, 64 bytes
 */
public record RevokeItem(Payload payload, Bytes signature) implements Encoded {
  /** In bytes. */
  public static final int MAX_SIZE = 128;

  /**
   * What is signed.
   *
   * @param subject the tenureId, or a key name's subject
   * @param signer which key signs
   * @param at when it was signed, in seconds since 1970
   */
  public record Payload(Bytes subject, Signer signer, long at) implements Encoded {
    static Payload decode(Bytes bytes) throws RecordException {
      return CborReader.decode(bytes, "revocation", MAX_SIZE, Payload::read);
    }

    private static Payload read(CborReader in) throws RecordException {
      MapReader map = in.map();
      map.version();
      Payload payload =
          new Payload(
              map.bytes(1, Fields.HASH), Signer.of(map.uint(2, 0, 1)), map.uint(3, 0, Fields.TIME));
      map.end();
      return payload;
    }

    @Override
    public Bytes encode() {
      return new MapWriter()
          .uint(0, MapReader.VERSION)
          .bytes(1, subject)
          .uint(2, signer.number())
          .uint(3, at)
          .encode();
    }
  }

  /**
   * Signs a revocation with the key that the payload names.
   *
   * @throws IllegalArgumentException when the payload breaks a rule
   */
  public static RevokeItem sign(Payload payload, SigningKey key, NetworkId network) {
    Bytes signed = Signable.check(payload.encode(), Payload::decode);
    return new RevokeItem(payload, key.sign(SignedKind.REVOKE, network, signed));
  }

  public static RevokeItem decode(Bytes bytes) throws RecordException {
    return CborReader.decode(bytes, "revoke item", MAX_SIZE, RevokeItem::read);
  }

  private static RevokeItem read(CborReader in) throws RecordException {
    in.array(2, 2);
    return new RevokeItem(
        Payload.decode(in.bytes(0, MAX_SIZE)), in.bytes(Fields.SIGNATURE, Fields.SIGNATURE));
  }

  @Override
  public Bytes encode() {
    return new CborWriter().array(2).bytes(payload.encode()).bytes(signature).encode();
  }

  public Bytes subject() {
    return payload.subject();
  }

  public Signer signer() {
    return payload.signer();
  }

  public long at() {
    return payload.at();
  }

  public Bytes itemId() {
    return Domain.sha256(encode());
  }
}
