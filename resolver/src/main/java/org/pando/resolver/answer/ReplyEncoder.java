package org.pando.resolver.answer;

/**
 * Writes the reply to a question: header, the question as it was asked, the answer's records, and
 * an OPT record when the client sent one (RFC 6891 section 6.1.1). Stateless.
 */
public final class ReplyEncoder {
  /** Room enough for any reply. */
  public static final int MAX_REPLY = 65_535;

  private static final int FLAG_QR = 0x8000;
  private static final int FLAG_AA = 0x0400;
  private static final int FLAG_TC = 0x0200;
  private static final int FLAG_RA = 0x0080;
  private static final int OPT_FIXED = 11;
  private static final byte[] NOTHING = {};

  private final boolean extendedErrors;

  /**
   * @param extendedErrors whether replies say why (RFC 8914)
   */
  public ReplyEncoder(boolean extendedErrors) {
    this.extendedErrors = extendedErrors;
  }

  /**
   * Encodes a reply.
   *
   * @param now in seconds of the node's own clock: TTLs are lowered by the answer's age
   * @param limit the largest reply in bytes; a longer one is sent without records and with TC; the
   *     reason is left out before that happens
   * @param out at least {@link #MAX_REPLY} bytes
   * @return the reply's length in bytes
   */
  public int encode(WireQuestion question, WireAnswer answers, long now, int limit, byte[] out) {
    WireAnswer answer = answers.image(question.dnssecOk());
    int at = WireQuestion.HEADER + question.copyAsked(out, WireQuestion.HEADER);
    boolean asked = at > WireQuestion.HEADER;
    int room = limit - at - (question.edns() ? OPT_FIXED : 0);
    boolean truncated = answer.bodyLength() > room;
    if (!truncated) {
      answer.copyBody(out, at, now);
      at += answer.bodyLength();
      room -= answer.bodyLength();
    }
    int flags =
        FLAG_QR | FLAG_RA | (question.flags() & (WireQuestion.FLAG_RD | WireQuestion.FLAG_CD));
    flags |= question.flags() & 0x7800;
    flags |= answer.authoritative() ? FLAG_AA : 0;
    flags |= truncated ? FLAG_TC : 0;
    Octets.putU16(out, 0, question.id());
    Octets.putU16(out, 2, flags | (answer.rcode() & 0xf));
    Octets.putU16(out, 4, asked ? 1 : 0);
    Octets.putU16(out, 6, truncated ? 0 : answer.count(0));
    Octets.putU16(out, 8, truncated ? 0 : answer.count(1));
    Octets.putU16(out, 10, (truncated ? 0 : answer.count(2)) + (question.edns() ? 1 : 0));
    if (question.edns()) {
      byte[] why = extendedErrors ? answer.errorOption() : NOTHING;
      at = putOpt(question, answer, why.length <= room ? why : NOTHING, out, at);
    }
    return at;
  }

  private static int putOpt(
      WireQuestion question, WireAnswer answer, byte[] option, byte[] out, int at) {
    out[at] = 0;
    Octets.putU16(out, at + 1, 41);
    Octets.putU16(out, at + 3, WireQuestion.EDNS_SIZE);
    out[at + 5] = (byte) (answer.rcode() >> 4);
    out[at + 6] = 0;
    Octets.putU16(out, at + 7, question.dnssecOk() ? 0x8000 : 0);
    Octets.putU16(out, at + 9, option.length);
    System.arraycopy(option, 0, out, at + OPT_FIXED, option.length);
    return at + OPT_FIXED + option.length;
  }

  /** What a packet that is no question gets. */
  public static WireAnswer rejection(WireQuestion.Reading reading) {
    return switch (reading) {
      case FORMERR -> Failure.MALFORMED.reply("malformed, or not one question");
      case NOTIMP -> Failure.NOT_A_QUERY.reply("only the operation QUERY is served");
      case BADVERS -> Failure.EDNS_VERSION.reply("only EDNS version 0 is spoken");
      case REFUSED -> Failure.NOT_SERVED.reply("class or type not served");
      case QUESTION, IGNORE -> throw new IllegalArgumentException(reading + " is not rejected");
    };
  }
}
