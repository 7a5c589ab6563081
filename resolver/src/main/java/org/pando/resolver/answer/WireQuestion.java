package org.pando.resolver.answer;

import java.util.Arrays;
import org.xbill.DNS.Name;

/**
 * One question, read from the wire without allocating. A flyweight that belongs to the thread that
 * fills it by {@link #read}; what outlives that call is a {@link #copy()}.
 */
public final class WireQuestion {
  /** What a received packet is, and so how it is answered. */
  public enum Reading {
    /** A question to answer. */
    QUESTION,
    /** Not a query, or too short to be answered: silence. */
    IGNORE,
    /** Malformed (RFC 1035 section 4.1.1, RFC 9267). */
    FORMERR,
    /** An operation other than QUERY. */
    NOTIMP,
    /** An EDNS version other than 0 (RFC 6891 section 6.1.3). */
    BADVERS,
    /** A class other than IN, or a type that no resolver answers: transfers, TSIG, TKEY. */
    REFUSED
  }

  /** The largest UDP reply, in bytes (DNS Flag Day 2020). */
  public static final int EDNS_SIZE = 1232;

  static final int HEADER = 12;
  static final int FLAG_RD = 0x0100;
  static final int FLAG_CD = 0x0010;
  private static final int FLAG_QR = 0x8000;
  private static final int BEHIND_NAME = 4;
  private static final int PLAIN_SIZE = 512;
  private static final int TYPE_OPT = 41;
  private static final int FIRST_META_TYPE = 249;
  private static final int TYPE_IXFR = 251;
  private static final int TYPE_ANY = 255;

  private final byte[] asked;
  private final QuestionKey key;
  private int askedLength;
  private int id;
  private int flags;
  private boolean edns;
  private boolean dnssecOk;
  private int ednsSize;
  private int position;

  public WireQuestion() {
    this(QuestionKey.MAX_NAME);
  }

  private WireQuestion(int maxName) {
    asked = new byte[maxName + BEHIND_NAME];
    key = new QuestionKey(maxName);
  }

  /**
   * Reads a packet.
   *
   * @param packet the packet, read only during this call
   * @param length its length in bytes
   */
  public Reading read(byte[] packet, int length) {
    askedLength = 0;
    edns = false;
    dnssecOk = false;
    ednsSize = PLAIN_SIZE;
    if (length < HEADER) {
      return Reading.IGNORE;
    }
    id = Octets.u16(packet, 0);
    flags = Octets.u16(packet, 2);
    if ((flags & FLAG_QR) != 0) {
      return Reading.IGNORE;
    }
    if ((flags >> 11 & 0xf) != 0) {
      return Reading.NOTIMP;
    }
    boolean oneQuestion = Octets.u16(packet, 4) == 1 && readQuestion(packet, length);
    if (!oneQuestion || Octets.u16(packet, 6) != 0 || !skipAuthority(packet, length)) {
      return Reading.FORMERR;
    }
    Reading additional = readAdditional(packet, length, Octets.u16(packet, 10));
    return additional == Reading.QUESTION ? judgeType(packet) : additional;
  }

  private boolean readQuestion(byte[] packet, int length) {
    int at = HEADER;
    while (true) {
      if (at >= length) {
        return false;
      }
      int label = packet[at] & 0xff;
      at += 1 + label;
      if (label > 63 || at - HEADER > QuestionKey.MAX_NAME) {
        return false;
      }
      if (label == 0) {
        break;
      }
    }
    int nameLength = at - HEADER;
    if (at + 4 > length) {
      return false;
    }
    askedLength = nameLength + BEHIND_NAME;
    System.arraycopy(packet, HEADER, asked, 0, askedLength);
    key.set(packet, HEADER, nameLength, Octets.u16(packet, at), checkingDisabled());
    position = at + 4;
    return true;
  }

  /** Only an incremental transfer has something there (RFC 1995 section 3). */
  private boolean skipAuthority(byte[] packet, int length) {
    int count = Octets.u16(packet, 8);
    if (count == 0) {
      return true;
    }
    return count == 1 && key.type() == TYPE_IXFR && skipRecord(packet, length);
  }

  private boolean skipRecord(byte[] packet, int length) {
    if (!skipName(packet, length) || position + 10 > length) {
      return false;
    }
    position += 10 + Octets.u16(packet, position + 8);
    return position <= length;
  }

  /** Looks for the OPT record; everything else there is skipped, but must be whole. */
  private Reading readAdditional(byte[] packet, int length, int count) {
    boolean badVersion = false;
    for (int i = 0; i < count; i++) {
      int owner = position;
      if (!skipName(packet, length) || position + 10 > length) {
        return Reading.FORMERR;
      }
      int at = position;
      int end = at + 10 + Octets.u16(packet, at + 8);
      if (end > length) {
        return Reading.FORMERR;
      }
      if (Octets.u16(packet, at) == TYPE_OPT) {
        if (edns || packet[owner] != 0 || !wholeOptions(packet, at + 10, end)) {
          return Reading.FORMERR;
        }
        edns = true;
        ednsSize = Math.max(PLAIN_SIZE, Octets.u16(packet, at + 2));
        dnssecOk = (packet[at + 6] & 0x80) != 0;
        badVersion = packet[at + 5] != 0;
      }
      position = end;
    }
    if (position != length) {
      return Reading.FORMERR;
    }
    return badVersion ? Reading.BADVERS : Reading.QUESTION;
  }

  private boolean skipName(byte[] packet, int length) {
    while (position < length) {
      int label = packet[position] & 0xff;
      if (label >= 0xc0) {
        position += 2;
        return position <= length;
      }
      if (label > 63) {
        return false;
      }
      position += 1 + label;
      if (label == 0) {
        return true;
      }
    }
    return false;
  }

  private static boolean wholeOptions(byte[] packet, int from, int end) {
    int at = from;
    while (at < end) {
      if (at + 4 > end) {
        return false;
      }
      at += 4 + Octets.u16(packet, at + 2);
    }
    return at == end;
  }

  private Reading judgeType(byte[] packet) {
    int type = key.type();
    int dclass = Octets.u16(packet, HEADER + key.nameLength() + 2);
    if (type == 0 || type == TYPE_OPT) {
      return Reading.FORMERR;
    }
    boolean meta = type >= FIRST_META_TYPE && type < TYPE_ANY;
    return meta || dclass != 1 ? Reading.REFUSED : Reading.QUESTION;
  }

  /** Whether records of a type can be data (RFC 6895 section 3.1). */
  static boolean hasData(int type) {
    return type != 0 && type != TYPE_OPT && (type < FIRST_META_TYPE || type > TYPE_ANY);
  }

  /** Takes over everything of another question. */
  private void set(WireQuestion other) {
    System.arraycopy(other.asked, 0, asked, 0, other.askedLength);
    askedLength = other.askedLength;
    id = other.id;
    flags = other.flags;
    if (askedLength > 0) {
      key.set(other.asked, 0, askedLength - BEHIND_NAME, other.key.type(), checkingDisabled());
    }
    edns = other.edns;
    dnssecOk = other.dnssecOk;
    ednsSize = other.ednsSize;
  }

  /** A copy that no other thread changes. */
  public WireQuestion copy() {
    WireQuestion copy = new WireQuestion(Math.max(0, askedLength - BEHIND_NAME));
    copy.set(this);
    return copy;
  }

  /** Name, type and CD; changes with this question. */
  public QuestionKey key() {
    return key;
  }

  /** The name in the case it was asked in. */
  public Name name() {
    return WireNames.parse(Arrays.copyOf(asked, key.nameLength()));
  }

  public int type() {
    return key.type();
  }

  /** The question as the slow lane knows it. */
  public Query query(Trace trace) {
    return new Query(name(), type(), checkingDisabled(), trace);
  }

  /** The id that the client chose; it never leaves for an upstream. */
  public int id() {
    return id;
  }

  /** RD: the client asks for recursion. */
  public boolean recursionDesired() {
    return (flags & FLAG_RD) != 0;
  }

  /** CD: the client validates by itself (RFC 4035 section 3.2.2). */
  public boolean checkingDisabled() {
    return (flags & FLAG_CD) != 0;
  }

  /** DO: the client wants signatures (RFC 3225). */
  public boolean dnssecOk() {
    return dnssecOk;
  }

  /** Whether the packet had an OPT record. */
  public boolean edns() {
    return edns;
  }

  /** The largest reply over UDP that both sides take, in bytes, 512 to 1232. */
  public int udpLimit() {
    return Math.min(ednsSize, EDNS_SIZE);
  }

  int flags() {
    return flags;
  }

  /** Copies the question section as it was asked; 0 bytes when it could not be read. */
  int copyAsked(byte[] target, int at) {
    System.arraycopy(asked, 0, target, at, askedLength);
    return askedLength;
  }
}
