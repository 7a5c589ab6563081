package org.pando.registry.witness;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.pando.registry.Bytes;
import org.pando.registry.cbor.CborReader;
import org.pando.registry.cbor.CborWriter;
import org.pando.registry.cbor.Encoded;
import org.pando.registry.record.HumanBundle;
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

  /** Why a witness does not do what it is asked for. */
  enum Code {
    /** This operation's number is decided; the bundle shows it. */
    DECIDED(1),
    /** The witness lacks operations before this one; its bundle, if any, is the newest it has. */
    BEHIND(2),
    /** It is too early. */
    WAIT(3),
    /** What was sent is malformed, or its proof is not good. */
    INVALID(4),
    /** Too much is asked for. */
    BUSY(5),
    /** The witness no longer signs in this epoch; the config link shows what came after it. */
    SEALED(6),
    /** The decision is in a later round. */
    ROUND(7),
    /** The witness does not sign, because it may have forgotten what it signed. */
    NOT_SIGNING(8),
    /** A rule of admission forbids it. */
    NOT_ADMITTED(9);

    private final int number;

    Code(int number) {
      this.number = number;
    }

    /** As it stands on the wire. */
    int number() {
      return number;
    }

    static Code of(CborReader in) throws RecordException {
      long number = in.uint(DECIDED.number, NOT_ADMITTED.number);
      return Arrays.stream(values())
          .filter(code -> code.number == number)
          .findFirst()
          .orElseThrow();
    }
  }

  /**
   * To any request.
   *
   * @param text for people, without the name it is about: printable ASCII
   * @param rule with {@link Code#NOT_ADMITTED}, else null
   * @param shown with {@link Code#DECIDED} the bundle, with {@link Code#BEHIND} the bundle if there
   *     is one, with {@link Code#SEALED} the config link; else null
   * @param number with {@link Code#ROUND} the round, with {@link Code#WAIT} milliseconds; else 0
   */
  record Refused(
      Code code, String text, @Nullable AdmissionRule rule, @Nullable Bytes shown, long number)
      implements WitnessReply {
    static final int MAX_TEXT = 500;

    /** What is not printable, or too much, never goes anywhere. */
    public Refused {
      String printable = text.replaceAll("[^ -~]", "?");
      text = printable.substring(0, Math.min(printable.length(), MAX_TEXT));
    }

    /** A refusal without detail. */
    public static Refused of(Code code, String text) {
      return new Refused(code, text, null, null, 0);
    }

    /** A refusal by the rules of admission. */
    public static Refused notAdmitted(WitnessPolicy.Refusal why) {
      return new Refused(Code.NOT_ADMITTED, why.text(), why.rule(), null, 0);
    }

    /** A refusal that shows a bundle. */
    static Refused showing(Code code, String text, @Nullable HumanBundle held) {
      return new Refused(code, text, null, held == null ? null : held.encode(), 0);
    }
  }
}
