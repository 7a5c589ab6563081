package org.pando.resolver.answer;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.io.InvalidObjectException;
import org.pando.registry.Bytes;
import org.xbill.DNS.Rcode;

/**
 * An answer of the cache as it is kept in a file. What was read is checked as far as octets can be;
 * {@link #answer} checks the records.
 *
 * <pre>
 * 1  length of the name    n  name, lower case      2  type     1  CD
 * 1  rcode                 4  age in seconds        4  seconds until it is over, negative after that
 * 2  records: answer       2  records: authority    2  length   n  records, compressed as in a message
 * </pre>
 *
 * @param age of its TTLs, in seconds
 * @param left until it is over, in seconds
 * @param answers records in the answer section
 * @param authority records in the authority section
 * @param body the records, whose names may point to the question's
 */
record SavedAnswer(
    QuestionKey key, int rcode, int age, int left, int answers, int authority, Bytes body) {
  private static final int MAX_LABEL = 63;
  private static final int MAX_LEFT = 30 * 86_400;

  /**
   * @param now in seconds of the node's own clock
   */
  static SavedAnswer of(QuestionKey key, CacheEntry entry, long now) {
    WireAnswer whole = entry.answer().image(true);
    byte[] body = new byte[whole.bodyLength()];
    whole.copyBody(body, 0, whole.madeAt());
    return new SavedAnswer(
        key,
        whole.rcode(),
        Math.toIntExact(now - whole.madeAt()),
        Math.toIntExact(entry.life().expiresAt() - now),
        whole.count(0),
        whole.count(1),
        Bytes.of(body));
  }

  void write(DataOutput out) throws IOException {
    out.writeByte(key.nameLength());
    out.write(key.name(), 0, key.nameLength());
    out.writeShort(key.type());
    out.writeBoolean(key.checkingDisabled());
    out.writeByte(rcode);
    out.writeInt(age);
    out.writeInt(left);
    out.writeShort(answers);
    out.writeShort(authority);
    out.writeShort(body.length());
    out.write(body.toArray());
  }

  /**
   * Reads one.
   *
   * @throws IOException when it cannot have been written by {@link #write}
   */
  static SavedAnswer read(DataInput in) throws IOException {
    byte[] name = new byte[in.readUnsignedByte()];
    in.readFully(name);
    int type = in.readUnsignedShort();
    int checkingDisabled = in.readUnsignedByte();
    int rcode = in.readUnsignedByte();
    int age = in.readInt();
    int left = in.readInt();
    int answers = in.readUnsignedShort();
    int authority = in.readUnsignedShort();
    byte[] body = new byte[in.readUnsignedShort()];
    in.readFully(body);
    require(isName(name), "no name");
    require(WireQuestion.hasData(type), "no type that has data");
    require(checkingDisabled < 2, "no flag");
    require(
        rcode == Rcode.NOERROR || rcode == Rcode.NXDOMAIN || rcode == Rcode.YXDOMAIN, "no answer");
    require(age >= 0 && left <= MAX_LEFT, "no possible age");
    QuestionKey key = QuestionKey.of(name, type, checkingDisabled == 1);
    return new SavedAnswer(key, rcode, age, left, answers, authority, Bytes.of(body));
  }

  private static boolean isName(byte[] name) {
    int at = 0;
    while (at < name.length) {
      int label = name[at] & 0xff;
      at += 1 + label;
      if (label == 0) {
        return at == name.length;
      }
      if (label > MAX_LABEL) {
        return false;
      }
    }
    return false;
  }

  private static void require(boolean holds, String otherwise) throws IOException {
    if (!holds) {
      throw new InvalidObjectException(otherwise);
    }
  }

  /**
   * The records, with the TTLs that they had when they were young.
   *
   * @throws IOException when they do not parse
   */
  Answer answer() throws IOException {
    int[] counts = {answers, authority, 0};
    WireAnswer raw =
        new WireAnswer(
            rcode, false, counts, body.toArray(), new int[0], null, WireAnswer.AGELESS, null);
    try {
      return WireAnswers.read(key.query(), raw, 0);
    } catch (RuntimeException e) { // of the library, for some records
      throw new InvalidObjectException("no records: " + e);
    }
  }
}
