package org.pando.registry.witness;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pando.registry.Bytes;
import org.pando.registry.NetworkId;
import org.pando.registry.cbor.CborReader;
import org.pando.registry.cbor.CborWriter;
import org.pando.registry.cbor.Encoded;
import org.pando.registry.cbor.MapReader;
import org.pando.registry.cbor.MapWriter;
import org.pando.registry.crypto.Domain;
import org.pando.registry.crypto.HashKind;
import org.pando.registry.crypto.Stamp;
import org.pando.registry.record.Bundle;
import org.pando.registry.record.Op;
import org.pando.registry.record.SignedOp;
import org.pando.registry.rule.RecordException;

/**
 * An operation as it is submitted to witnesses (section 9.2, {@code Sub}).
 *
 * @param op kinds 1 to 4
 * @param current the name's bundle, for a witness that does not have it yet
 * @param salt with which the blind was made; 16 bytes
 * @param receipts for a claim in a network that asks for their age
 * @param stamp proof of work
 */
public record Submission(
    SignedOp<Op.NameOp> op,
    @Nullable Bytes current,
    @Nullable Bytes salt,
    List<Receipt> receipts,
    @Nullable Bytes stamp)
    implements Encoded {
  /** How many bytes a salt has. */
  public static final int SALT_LENGTH = 16;

  private static final int MAX_SIZE = 16 * 1024;
  private static final int MAX_RECEIPTS = 10;
  private static final int MAX_WITNESS = 9;
  private static final long MAX_TIME = (1L << 40) - 1;

  public Submission {
    receipts = List.copyOf(receipts);
  }

  public static Submission decode(Bytes bytes) throws RecordException {
    return CborReader.decode(bytes, "submission", MAX_SIZE, Submission::read);
  }

  private static Submission read(CborReader in) throws RecordException {
    MapReader map = in.map();
    SignedOp<Op.NameOp> op = Operations.decode(map.bytes(1, 0, MAX_SIZE));
    Bytes current = map.has(2) ? map.bytes(2, 0, Bundle.MAX_SIZE) : null;
    Bytes salt = map.has(3) ? map.bytes(3, SALT_LENGTH) : null;
    List<Receipt> receipts = map.has(4) ? readReceipts(map.value(4)) : List.of();
    Bytes stamp = map.has(5) ? map.bytes(5, Stamp.LENGTH) : null;
    map.end();
    return new Submission(op, current, salt, receipts, stamp);
  }

  private static List<Receipt> readReceipts(CborReader in) throws RecordException {
    int count = in.array(1, MAX_RECEIPTS);
    List<Receipt> receipts = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      in.array(3, 3);
      receipts.add(
          new Receipt(
              (int) in.uint(0, MAX_WITNESS), in.uint(0, MAX_TIME), Operations.signature(in)));
    }
    return receipts;
  }

  @Override
  public Bytes encode() {
    MapWriter map = new MapWriter().nested(1, op).bytes(2, current).bytes(3, salt);
    if (!receipts.isEmpty()) {
      CborWriter array = map.value(4).array(receipts.size());
      for (Receipt receipt : receipts) {
        array.array(3).uint(receipt.witness()).uint(receipt.time()).bytes(receipt.signature());
      }
    }
    return map.bytes(5, stamp).encode();
  }

  /** What a witness gives a receipt for, before it is told the claim. */
  static Bytes blind(Bytes opHash, Bytes salt, NetworkId network) {
    byte[] both = new byte[opHash.length() + salt.length()];
    opHash.copyTo(0, both, 0, opHash.length());
    salt.copyTo(0, both, opHash.length(), salt.length());
    return Domain.id(HashKind.BLIND, network, Bytes.of(both));
  }
}
