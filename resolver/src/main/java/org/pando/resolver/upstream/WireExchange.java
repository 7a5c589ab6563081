package org.pando.resolver.upstream;

import java.io.IOException;
import java.util.Arrays;
import org.pando.resolver.answer.Query;
import org.pando.resolver.answer.WireQuestion;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Type;

/**
 * One question to a server and the judgement whether bytes that arrived are its reply. DO is always
 * set, so that signatures are there for whoever asks for them later; AD never, since what a server
 * says of its own answer proves nothing (RFC 4035 section 4.9.3). Immutable.
 */
final class WireExchange {
  /** What the transport adds to a question. */
  enum Form {
    DATAGRAM(false, false),
    STREAM(true, false),
    ENCRYPTED_STREAM(true, true),
    REQUEST(false, true);

    private final boolean keepAlive;
    private final boolean padded;

    Form(boolean keepAlive, boolean padded) {
      this.keepAlive = keepAlive;
      this.padded = padded;
    }
  }

  /** What bytes are to a question. */
  sealed interface Match {
    /**
     * The reply.
     *
     * @param message untrusted otherwise
     * @param keptCase false when the letters were shuffled and the name came back in another case
     */
    record Reply(Message message, boolean keptCase) implements Match {}

    /** Not the reply. */
    enum Other implements Match {
      /** A reply to another question, or with another id: somebody may be guessing. */
      NEAR_MISS,
      /** Not even the shape of one. */
      NOISE
    }
  }

  private static final int HEADER = 12;
  private static final int RD = 0x0100;
  private static final int CD = 0x0010;
  private static final int DO = 0x8000;
  private static final int OPT_FIXED = 11;
  private static final int KEEP_ALIVE = 11;
  private static final int PADDING = 12;
  private static final int OPTION_HEADER = 4;

  /** RFC 8467 section 4.1. */
  private static final int BLOCK = 128;

  private static final int QR = 0x80;
  private static final int OPCODE = 0x78;
  private static final int RCODE = 0x0f;

  private final int id;
  private final byte[] asked;
  private final byte[] sent;
  private final boolean isShuffled;
  private final int nameLength;
  private final byte[] bytes;

  /**
   * @param id unpredictable where replies can be forged, and never the client's (RFC 5452 section
   *     4.3)
   * @param letters makes each letter of the name a capital or not
   */
  WireExchange(Query query, int id, Form form, LetterCase letters) {
    this.id = id;
    byte[] name = query.name().toWire();
    this.nameLength = name.length;
    this.asked = Arrays.copyOf(name, name.length + 4);
    putU16(asked, name.length, query.type());
    putU16(asked, name.length + 2, DClass.IN);
    this.isShuffled = letters.isRandom();
    this.sent = isShuffled ? letters.shuffled(asked, name.length) : asked;
    this.bytes = encode(query.checkingDisabled(), form);
  }

  private byte[] encode(boolean checkingDisabled, Form form) {
    int plain = HEADER + sent.length + OPT_FIXED + (form.keepAlive ? OPTION_HEADER : 0);
    int whole = form.padded ? (plain + OPTION_HEADER + BLOCK - 1) / BLOCK * BLOCK : plain;
    byte[] wire = new byte[whole];
    putU16(wire, 0, id);
    putU16(wire, 2, checkingDisabled ? RD | CD : RD);
    putU16(wire, 4, 1);
    putU16(wire, 10, 1);
    System.arraycopy(sent, 0, wire, HEADER, sent.length);
    int opt = HEADER + sent.length;
    putU16(wire, opt + 1, Type.OPT);
    putU16(wire, opt + 3, WireQuestion.EDNS_SIZE);
    putU16(wire, opt + 7, DO);
    putU16(wire, opt + 9, whole - opt - OPT_FIXED);
    int at = opt + OPT_FIXED;
    if (form.keepAlive) {
      putU16(wire, at, KEEP_ALIVE);
      at += OPTION_HEADER;
    }
    if (form.padded) {
      putU16(wire, at, PADDING);
      putU16(wire, at + 2, whole - at - OPTION_HEADER);
    }
    return wire;
  }

  private static void putU16(byte[] wire, int at, int value) {
    wire[at] = (byte) (value >> 8);
    wire[at + 1] = (byte) value;
  }

  static int u16(byte[] wire, int at) {
    return (wire[at] & 0xff) << 8 | (wire[at + 1] & 0xff);
  }

  int id() {
    return id;
  }

  byte[] bytes() {
    return bytes;
  }

  /**
   * What bytes are to this question. In a reply the question's name gets back the case it had
   * before, and with it all names that point there.
   *
   * @param wire given away
   */
  Match match(byte[] wire) {
    if (wire.length < HEADER || (wire[2] & (QR | OPCODE)) != QR) {
      return Match.Other.NOISE;
    }
    if (u16(wire, 0) != id) {
      return Match.Other.NEAR_MISS;
    }
    int questions = u16(wire, 4);
    if (questions == 0 && (wire[3] & RCODE) != 0) {
      return parse(wire, true); // an error may come without its question (RFC 8906 section 3.1.4)
    }
    if (questions != 1) {
      return Match.Other.NEAR_MISS;
    }
    if (wire.length < HEADER + sent.length) {
      return Match.Other.NOISE;
    }
    boolean isExact = Arrays.equals(wire, HEADER, HEADER + sent.length, sent, 0, sent.length);
    if (!isExact && !isSameQuestion(wire)) {
      return Match.Other.NEAR_MISS;
    }
    System.arraycopy(asked, 0, wire, HEADER, asked.length);
    return parse(wire, isExact || !isShuffled);
  }

  private static Match parse(byte[] wire, boolean keptCase) {
    try {
      return new Match.Reply(new Message(wire), keptCase);
    } catch (IOException | RuntimeException e) {
      return Match.Other.NOISE; // dnsjava reports malformed messages by several exceptions
    }
  }

  private boolean isSameQuestion(byte[] wire) {
    for (int i = 0; i < sent.length; i++) {
      byte theirs = wire[HEADER + i];
      boolean same = i < nameLength ? LetterCase.same(theirs, sent[i]) : theirs == sent[i];
      if (!same) {
        return false;
      }
    }
    return true;
  }
}
