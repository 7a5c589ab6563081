package org.pando.registry.witness;

import org.jspecify.annotations.Nullable;
import org.pando.registry.Bytes;
import org.pando.registry.cbor.CborReader;
import org.pando.registry.cbor.CborWriter;
import org.pando.registry.cbor.Encoded;
import org.pando.registry.record.Op;
import org.pando.registry.record.SignedOp;
import org.pando.registry.record.Vote;
import org.pando.registry.rule.RecordException;

/** What a witness replies (section 9.2). */
public sealed interface WitnessReply {
  /**
   * To {@link WitnessRequest.GiveReceipt}.
   *
   * @param time in seconds since 1970
   */
  record Received(long epoch, long time, Bytes signature) implements WitnessReply {}

  /**
   * To {@link WitnessRequest.Submit}: the operation prepared in round 0, whichever it is.
   *
   * @param signature of its vote, kind prepare
   */
  record Prepared(SignedOp<Op.NameOp> op, Bytes signature) implements WitnessReply, Encoded {
    private static final int MAX_SIZE = 1024;

    static Prepared decode(Bytes bytes) throws RecordException {
      return CborReader.decode(bytes, "prepare vote", MAX_SIZE, Prepared::read);
    }

    private static Prepared read(CborReader in) throws RecordException {
      in.array(2, 2);
      return new Prepared(Operations.decode(in.bytes(0, MAX_SIZE)), Operations.signature(in));
    }

    @Override
    public Bytes encode() {
      return new CborWriter().array(2).bytes(op.encode()).bytes(signature).encode();
    }
  }

  /**
   * To {@link WitnessRequest.Lock}.
   *
   * @param signature of the vote, kind commit
   */
  record Committed(Vote vote, Bytes signature) implements WitnessReply, Encoded {
    private static final int MAX_SIZE = 256;

    static Committed decode(Bytes bytes) throws RecordException {
      return CborReader.decode(bytes, "commit vote", MAX_SIZE, Committed::read);
    }

    private static Committed read(CborReader in) throws RecordException {
      in.array(2, 2);
      return new Committed(Vote.decode(in.bytes(0, MAX_SIZE)), Operations.signature(in));
    }

    @Override
    public Bytes encode() {
      return new CborWriter().array(2).bytes(vote.encode()).bytes(signature).encode();
    }
  }

  /** To {@link WitnessRequest.Adopt}: it is stored. */
  record Adopted() implements WitnessReply {}

  /**
   * To {@link WitnessRequest.State}.
   *
   * @param bundle null when nothing is known of the name
   * @param open null when nothing is being decided
   */
  record Known(@Nullable Bytes bundle, @Nullable Open open) implements WitnessReply {}

  /**
   * An open decision.
   *
   * @param lockRound of what the witness committed to; -1 when it did not
   * @param lockHash likewise, the opHash; null when it did not
   */
  record Open(long epoch, long g, int round, int lockRound, @Nullable Bytes lockHash) {}

  /** Why a witness does not do what it is asked for; the numbers are those on the wire. */
  enum Code {
    /** 1: this operation's number is decided; the bundle shows it. */
    DECIDED,
    /** 2: the witness lacks operations before this one. */
    BEHIND,
    /** 4: what was sent is malformed, or its proof is not good. */
    INVALID,
    /** 5: too much is asked for. */
    BUSY,
    /** 7: the decision is in a later round. */
    ROUND,
    /** 8: the witness does not sign, because it may have forgotten what it signed. */
    NOT_SIGNING,
    /** 9: a rule of admission forbids it. */
    NOT_ADMITTED
  }

  /**
   * To any request.
   *
   * @param text for people, without the name it is about
   * @param rule with {@link Code#NOT_ADMITTED}
   * @param bundle with {@link Code#DECIDED}
   * @param round with {@link Code#ROUND}, else 0
   */
  record Refused(
      Code code, String text, @Nullable AdmissionRule rule, @Nullable Bytes bundle, int round)
      implements WitnessReply {
    static Refused of(Code code, String text) {
      return new Refused(code, text, null, null, 0);
    }
  }
}
