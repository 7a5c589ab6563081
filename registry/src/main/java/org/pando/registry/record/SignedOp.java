package org.pando.registry.record;

import java.util.ArrayList;
import java.util.List;
import org.pando.registry.Bytes;
import org.pando.registry.NetworkId;
import org.pando.registry.cbor.CborReader;
import org.pando.registry.cbor.CborWriter;
import org.pando.registry.cbor.Encoded;
import org.pando.registry.crypto.Domain;
import org.pando.registry.crypto.HashKind;
import org.pando.registry.crypto.SignedKind;
import org.pando.registry.crypto.SigningKey;
import org.pando.registry.rule.InvalidException;
import org.pando.registry.rule.RecordException;
import org.pando.registry.rule.Rule;

/**
 * An operation with its signatures, not necessarily good ones. CLAIM, RENEW and RELEASE have one of
 * kind op; TRANSFER has a second of kind accept, by the new owner; CONFIG has one of kind accept by
 * every new witness, in order; CARRY has none.
 *
 * @param signatures 64 bytes each
 */
public record SignedOp<O extends Op>(O op, List<Bytes> signatures) implements Encoded {
  private static final int MAX_SIZE = Op.MAX_CONFIG_SIZE + 10 * (Fields.SIGNATURE + 2) + 4;

  /**
   * @throws IllegalArgumentException when the number of signatures is not the operation's
   */
  public SignedOp {
    signatures = List.copyOf(signatures);
    if (signatures.size() != op.signatures()) {
      throw new IllegalArgumentException(
          signatures.size() + " signatures; the operation has " + op.signatures());
    }
  }

  /**
   * Signs an operation with the one key that CLAIM, RENEW and RELEASE need.
   *
   * @throws IllegalArgumentException when the operation breaks a rule, or needs other signatures
   */
  public static <O extends Op> SignedOp<O> sign(O op, SigningKey key, NetworkId network) {
    return new SignedOp<>(op, List.of(signature(op, key, network)));
  }

  /**
   * Signs a transfer with the key that may decide it and the new owner's.
   *
   * @throws IllegalArgumentException when the operation breaks a rule
   */
  public static SignedOp<Op.Transfer> sign(
      Op.Transfer op, SigningKey by, SigningKey newOwner, NetworkId network) {
    return new SignedOp<>(
        op, List.of(signature(op, by, network), acceptance(op, newOwner, network)));
  }

  /**
   * The signature of kind op.
   *
   * @throws IllegalArgumentException when the operation breaks a rule
   */
  public static Bytes signature(Op op, SigningKey key, NetworkId network) {
    return key.sign(SignedKind.OP, network, Signable.check(op.encode(), Op::decode));
  }

  /**
   * The signature of kind accept.
   *
   * @throws IllegalArgumentException when the operation breaks a rule
   */
  public static Bytes acceptance(Op op, SigningKey key, NetworkId network) {
    return key.sign(SignedKind.ACCEPT, network, Signable.check(op.encode(), Op::decode));
  }

  public static SignedOp<Op> decode(Bytes bytes) throws RecordException {
    return CborReader.decode(bytes, "signed operation", MAX_SIZE, SignedOp::read);
  }

  private static SignedOp<Op> read(CborReader in) throws RecordException {
    int count = in.array(1, 11);
    Op op = Op.decode(in.bytes(0, Op.MAX_CONFIG_SIZE));
    if (count != 1 + op.signatures()) {
      throw in.invalid((count - 1) + " signatures, the operation has " + op.signatures());
    }
    List<Bytes> signatures = new ArrayList<>();
    for (int i = 0; i < op.signatures(); i++) {
      signatures.add(in.bytes(Fields.SIGNATURE, Fields.SIGNATURE));
    }
    return new SignedOp<>(op, signatures);
  }

  @Override
  public Bytes encode() {
    CborWriter array = new CborWriter().array(1 + signatures.size()).bytes(op.encode());
    signatures.forEach(array::bytes);
    return array.encode();
  }

  /** {@code opHash}; signatures are inside, so it fixes exact bytes. */
  public Bytes opHash(NetworkId network) {
    return Domain.id(HashKind.SIGNED_OP, network, encode());
  }

  /** The same operation, known to be of a kind. */
  public <N extends Op> SignedOp<N> as(Class<N> kind, Rule rule, String where)
      throws InvalidException {
    if (!kind.isInstance(op)) {
      throw new InvalidException(rule, where, "a " + op.getClass().getSimpleName() + " here");
    }
    return new SignedOp<>(kind.cast(op), signatures);
  }
}
