package org.pando.registry.cbor;

import java.nio.charset.StandardCharsets;
import org.pando.registry.Bytes;
import org.pando.registry.rule.InvalidException;
import org.pando.registry.rule.RecordException;
import org.pando.registry.rule.Rule;

/**
 * Reads one document of the narrowed CBOR profile (RFC 8949 section 4.2.1; registry specification,
 * section 3); owned by the thread that decodes. The caller asks for what its table demands, so
 * nothing is nested deeper than the table, well below the profile's limit of 8, and no length is
 * believed before it is compared with the limit and with the bytes that are there.
 */
public final class CborReader {
  /** The largest integer of the profile. */
  public static final long MAX_UINT = (1L << 53) - 1;

  private static final int UNSIGNED = 0;
  private static final int BYTE_STRING = 2;
  private static final int TEXT_STRING = 3;
  private static final int ARRAY = 4;
  private static final int MAP = 5;

  private final byte[] data;
  private final String document;
  private int position;
  private int key = -1;

  private CborReader(Bytes bytes, String document) {
    this.data = bytes.toArray();
    this.document = document;
  }

  /**
   * Reads bytes that {@link #decode} accepted before, such as those of the store: nothing is
   * encoded again to compare.
   *
   * @param document what the document is called in messages
   */
  public static CborReader ofAccepted(Bytes bytes, String document) {
    return new CborReader(bytes, document);
  }

  /** The reading of one kind of document. */
  @FunctionalInterface
  public interface Body<T> {
    T read(CborReader in) throws RecordException;
  }

  /**
   * Reads a whole document: within its size limit, without a trailing byte, and exactly what the
   * encoder makes of the result.
   *
   * @param document what the document is called in messages
   * @param maxSize in bytes
   */
  public static <T extends Encoded> T decode(
      Bytes bytes, String document, int maxSize, Body<T> body) throws RecordException {
    checkSize(bytes, document, maxSize);
    CborReader in = new CborReader(bytes, document);
    T value = body.read(in);
    if (in.remaining() > 0) {
      throw in.malformed(in.remaining() + " trailing bytes");
    }
    if (!value.encode().equals(bytes)) {
      throw new InvalidException(Rule.V1, document, "not in its canonical encoding");
    }
    return value;
  }

  /** Refuses a document, before anything of it is read, that is larger than its limit. */
  public static void checkSize(Bytes bytes, String document, int maxSize) throws InvalidException {
    if (bytes.length() > maxSize) {
      throw new InvalidException(
          Rule.V1, document, bytes.length() + " bytes, at most " + maxSize + " are allowed");
    }
  }

  /** An unsigned integer within a range; outside of it breaks V2. */
  public long uint(long min, long max) throws InvalidException {
    long value = head(UNSIGNED, "an unsigned integer");
    if (value < min || value > max) {
      throw invalid(value + " is not within " + min + " to " + max);
    }
    return value;
  }

  /** A byte string whose length is within a range. */
  public Bytes bytes(int min, int max) throws InvalidException {
    int length = length(head(BYTE_STRING, "a byte string"), min, max);
    Bytes value = Bytes.of(data, position, position + length);
    position += length;
    return value;
  }

  /** An ASCII text string of at most {@code max} characters. */
  public String text(int max) throws InvalidException {
    int length = length(head(TEXT_STRING, "a text string"), 0, max);
    for (int i = position; i < position + length; i++) {
      if (data[i] < 0) {
        throw malformed("text that is not ASCII");
      }
    }
    String value = new String(data, position, length, StandardCharsets.US_ASCII);
    position += length;
    return value;
  }

  /** The head of an array; its elements are read next. Returns their number. */
  public int array(int min, int max) throws InvalidException {
    long count = head(ARRAY, "an array");
    if (count < min || count > max) {
      throw invalid("an array of " + count + ", it has " + range(min, max));
    }
    return (int) count;
  }

  /** Whether an array is next. */
  public boolean isArray() {
    return position < data.length && (data[position] & 0xff) >> 5 == ARRAY;
  }

  /** The head of a map; its entries are read through the result. */
  public MapReader map() throws InvalidException {
    long entries = head(MAP, "a map");
    if (entries > remaining() / 2) {
      throw malformed("a map of " + entries + " entries in " + remaining() + " bytes");
    }
    return new MapReader(this, (int) entries);
  }

  /** A field is missing, not allowed, or out of its range. */
  public InvalidException invalid(String what) {
    return new InvalidException(Rule.V2, where(), what);
  }

  InvalidException malformed(String what) {
    return new InvalidException(Rule.V1, where(), what);
  }

  /** The document and the key being read, for messages. */
  public String where() {
    return document + (key < 0 ? "" : ", key " + key);
  }

  void at(int key) {
    this.key = key;
  }

  private int length(long length, int min, int max) throws InvalidException {
    if (length > remaining()) {
      throw malformed("a length of " + length + " where " + remaining() + " bytes are left");
    }
    if (length < min || length > max) {
      throw invalid(length + " bytes, it has " + range(min, max));
    }
    return (int) length;
  }

  private static String range(int min, int max) {
    return min == max ? "exactly " + min : min + " to " + max;
  }

  /** A head of the given major type: definite, and in the fewest bytes that hold its argument. */
  private long head(int major, String expected) throws InvalidException {
    int first = octet();
    if (first >> 5 != major) {
      throw malformed("byte " + Integer.toHexString(first) + " does not begin " + expected);
    }
    int info = first & 31;
    if (info < 24) {
      return info;
    }
    if (info > 27) {
      throw malformed(info == 31 ? "an indefinite length" : "a reserved head");
    }
    int size = 1 << (info - 24);
    long value = 0;
    for (int i = 0; i < size; i++) {
      if (value > MAX_UINT >> 8) {
        throw malformed("an integer above 2^53-1");
      }
      value = (value << 8) | octet();
    }
    if (value < (size == 1 ? 24 : 1L << (4 * size))) {
      throw malformed("the integer " + value + " in " + size + " bytes, fewer hold it");
    }
    return value;
  }

  private int octet() throws InvalidException {
    if (position == data.length) {
      throw malformed("ends too early");
    }
    return data[position++] & 0xff;
  }

  private int remaining() {
    return data.length - position;
  }
}
