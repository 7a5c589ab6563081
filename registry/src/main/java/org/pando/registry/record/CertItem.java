package org.pando.registry.record;

import org.pando.registry.Bytes;
import org.pando.registry.NetworkId;
import org.pando.registry.cbor.CborReader;
import org.pando.registry.cbor.CborWriter;
import org.pando.registry.cbor.Encoded;
import org.pando.registry.crypto.Domain;
import org.pando.registry.rule.InvalidException;
import org.pando.registry.rule.RecordException;
import org.pando.registry.rule.Rule;

/** An operation that witnesses decided, with the proof. */
public record CertItem<O extends Op>(SignedOp<O> signed, Certificate certificate)
    implements Encoded {
  /** In bytes, of an operation that begins a tenure. */
  public static final int MAX_TENURE_SIZE = 896;

  /** In bytes, of a RENEW. */
  public static final int MAX_RENEW_SIZE = 768;

  /** In bytes, of an operation on the network. */
  public static final int MAX_NETWORK_SIZE = 4096;

  public static CertItem<Op> decode(Bytes bytes) throws RecordException {
    return CborReader.decode(bytes, "certified operation", MAX_NETWORK_SIZE, in -> read(in, bytes));
  }

  private static CertItem<Op> read(CborReader in, Bytes bytes) throws RecordException {
    in.array(2, 2);
    SignedOp<Op> signed = SignedOp.decode(in.bytes(0, MAX_NETWORK_SIZE));
    CborReader.checkSize(bytes, "certified operation", maxSize(signed.op()));
    return new CertItem<>(signed, Certificate.decode(in.bytes(0, Certificate.MAX_SIZE)));
  }

  private static int maxSize(Op op) {
    return switch (op) {
      case Op.TenureOp tenure -> MAX_TENURE_SIZE;
      case Op.Renew renew -> MAX_RENEW_SIZE;
      case Op.ConfigOp config -> MAX_NETWORK_SIZE;
      case Op.Carry carry -> MAX_NETWORK_SIZE;
    };
  }

  @Override
  public Bytes encode() {
    return new CborWriter().array(2).bytes(signed.encode()).bytes(certificate.encode()).encode();
  }

  public O op() {
    return signed.op();
  }

  public Bytes opHash(NetworkId network) {
    return signed.opHash(network);
  }

  public Bytes itemId() {
    return Domain.sha256(encode());
  }

  /** The same item, its operation known to be of a kind. */
  <N extends Op> CertItem<N> as(Class<N> kind, Rule rule, String where) throws InvalidException {
    return new CertItem<>(signed.as(kind, rule, where), certificate);
  }
}
