package org.pando.registry.witness;

import org.jspecify.annotations.Nullable;
import org.pando.registry.Bytes;
import org.pando.registry.NetworkId;
import org.pando.registry.cbor.CborReader;
import org.pando.registry.cbor.CborWriter;
import org.pando.registry.cbor.Encoded;
import org.pando.registry.cbor.MapReader;
import org.pando.registry.cbor.MapWriter;
import org.pando.registry.crypto.SignatureVerifier;
import org.pando.registry.record.Bundle;
import org.pando.registry.record.ConfigLink;
import org.pando.registry.record.Vote;
import org.pando.registry.rule.RecordException;
import org.pando.registry.witness.WitnessReply.Code;
import org.pando.registry.witness.WitnessReply.Refused;

/**
 * A reply as a witness sends it (section 9.2).
 *
 * @param network which one it is about
 */
public record ReplyMessage(NetworkId network, WitnessReply reply) implements Encoded {
  private static final String DOCUMENT = "witness reply";
  private static final int MAX_SIZE = RequestMessage.MAX_SIZE;
  private static final int SIGNATURE = SignatureVerifier.SIGNATURE_LENGTH;
  private static final int HASH = 32;
  private static final int OPEN = 5;
  private static final long U16 = 0xffff;
  private static final long U32 = 0xffff_ffffL;
  private static final long U40 = (1L << 40) - 1;

  /** Without a lock, in the place of its round. */
  private static final int NO_ROUND = -1;

  public static ReplyMessage decode(Bytes bytes) throws RecordException {
    return CborReader.decode(bytes, DOCUMENT, MAX_SIZE, ReplyMessage::read);
  }

  private static ReplyMessage read(CborReader in) throws RecordException {
    MapReader map = in.map();
    int type = (int) map.uint(0, MessageType.REFUSAL, MessageType.STATE);
    NetworkId network = new NetworkId(map.bytes(1, NetworkId.LENGTH));
    WitnessReply reply =
        switch (type) {
          case MessageType.REFUSAL -> refused(map);
          case MessageType.RECEIPT ->
              new WitnessReply.Received(
                  map.uint(2, 0, U32), map.uint(3, 0, U40), map.bytes(4, SIGNATURE));
          case MessageType.SUBMIT -> prepared(map);
          case MessageType.LOCK ->
              new WitnessReply.Committed(
                  Vote.decode(map.bytes(2, 0, MAX_SIZE)), map.bytes(3, SIGNATURE));
          case MessageType.ADOPT -> new WitnessReply.Adopted();
          case MessageType.STATE -> known(map);
          default -> throw in.invalid("type " + type + " answers nothing that was asked");
        };
    map.end();
    return new ReplyMessage(network, reply);
  }

  /** That key 2 is the opHash of key 4 shows when it is encoded again. */
  private static WitnessReply prepared(MapReader map) throws RecordException {
    Bytes _ = map.bytes(2, HASH);
    Bytes signature = map.bytes(3, SIGNATURE);
    return new WitnessReply.Prepared(Operations.decode(map.bytes(4, 0, MAX_SIZE)), signature);
  }

  private static WitnessReply known(MapReader map) throws RecordException {
    Bytes bundle = map.has(2) ? map.bytes(2, 1, Bundle.MAX_SIZE) : null;
    return new WitnessReply.Known(bundle, map.has(3) ? open(map.value(3)) : null);
  }

  private static WitnessReply.Open open(CborReader in) throws RecordException {
    in.array(OPEN, OPEN);
    long epoch = in.uint(0, U32);
    long g = in.uint(0, U32);
    int round = (int) in.uint(0, U16);
    int lockRound = (int) in.uint(0, U16);
    Bytes lock = in.bytes(0, HASH);
    return lock.length() == HASH
        ? new WitnessReply.Open(epoch, g, round, lockRound, lock)
        : new WitnessReply.Open(epoch, g, round, NO_ROUND, null);
  }

  private static Refused refused(MapReader map) throws RecordException {
    Code code = Code.of(map.value(2));
    String text = map.text(3, Refused.MAX_TEXT);
    return switch (code) {
      case DECIDED -> new Refused(code, text, null, map.bytes(4, 1, Bundle.MAX_SIZE), 0);
      case BEHIND ->
          new Refused(code, text, null, map.has(4) ? map.bytes(4, 1, Bundle.MAX_SIZE) : null, 0);
      case SEALED -> new Refused(code, text, null, map.bytes(4, 1, ConfigLink.MAX_SIZE), 0);
      case WAIT -> new Refused(code, text, null, null, map.uint(4, 0, U32));
      case ROUND -> new Refused(code, text, null, null, map.uint(4, 0, U16));
      case NOT_ADMITTED -> new Refused(code, text, AdmissionRule.of(map.value(4)), null, 0);
      case INVALID, BUSY, NOT_SIGNING -> Refused.of(code, text);
    };
  }

  @Override
  public Bytes encode() {
    return switch (reply) {
      case Refused refused -> refusal(refused);
      case WitnessReply.Received(long epoch, long time, var signature) ->
          begin(MessageType.RECEIPT).uint(2, epoch).uint(3, time).bytes(4, signature).encode();
      case WitnessReply.Prepared(var op, var signature) ->
          begin(MessageType.SUBMIT)
              .bytes(2, op.opHash(network))
              .bytes(3, signature)
              .nested(4, op)
              .encode();
      case WitnessReply.Committed(var vote, var signature) ->
          begin(MessageType.LOCK).nested(2, vote).bytes(3, signature).encode();
      case WitnessReply.Adopted() -> begin(MessageType.ADOPT).encode();
      case WitnessReply.Known(var bundle, var open) ->
          write(begin(MessageType.STATE).bytes(2, bundle), open).encode();
    };
  }

  private static MapWriter write(MapWriter map, WitnessReply.@Nullable Open open) {
    if (open != null) {
      Bytes lock = open.lockHash();
      CborWriter _ =
          map.value(3)
              .array(OPEN)
              .uint(open.epoch())
              .uint(open.g())
              .uint(open.round())
              .uint(lock == null ? 0 : open.lockRound())
              .bytes(lock == null ? Bytes.EMPTY : lock);
    }
    return map;
  }

  private Bytes refusal(Refused refused) {
    MapWriter map =
        begin(MessageType.REFUSAL).uint(2, refused.code().number()).text(3, refused.text());
    AdmissionRule rule = refused.rule();
    return switch (refused.code()) {
      case DECIDED, BEHIND, SEALED -> map.bytes(4, refused.shown()).encode();
      case WAIT, ROUND -> map.uint(4, refused.number()).encode();
      case NOT_ADMITTED -> rule == null ? map.encode() : map.uint(4, rule.number()).encode();
      case INVALID, BUSY, NOT_SIGNING -> map.encode();
    };
  }

  private MapWriter begin(int type) {
    return new MapWriter().uint(0, type).bytes(1, network.bytes());
  }
}
