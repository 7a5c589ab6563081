package org.pando.gossip.wire;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import org.pando.gossip.GossipException;

/**
 * Reads the fields of one protobuf message (proto2 wire format) in the order they come. Every value
 * names its limit and is refused before memory is taken for it. After {@link #next} the caller
 * reads the field's value by one of the others, or skips it. Belongs to one thread.
 */
public final class ProtobufReader {
  private final String what;
  private final byte[] buffer;
  private final int from;
  private final CodedInputStream in;
  private int tag;

  /**
   * @param what the message, for error messages
   * @param maxBytes how long it may be
   * @throws GossipException LIMIT when it is longer
   */
  public ProtobufReader(String what, byte[] bytes, int maxBytes) throws GossipException {
    this(what, bytes, 0, within(what, bytes.length, maxBytes));
  }

  private ProtobufReader(String what, byte[] buffer, int from, int length) {
    this.what = what;
    this.buffer = buffer;
    this.from = from;
    this.in = CodedInputStream.newInstance(buffer, from, length);
  }

  /**
   * Moves to the next field.
   *
   * @return false at the message's end
   * @throws GossipException MALFORMED
   */
  public boolean next() throws GossipException {
    try {
      tag = in.readTag();
      return tag != 0;
    } catch (IOException e) {
      throw malformed("a field's number", e);
    }
  }

  /** The field's number. */
  public int field() {
    return WireFormat.getTagFieldNumber(tag);
  }

  /**
   * The field's value as int32, int64, uint32, uint64, bool or enum.
   *
   * @throws GossipException MALFORMED
   */
  public long varint() throws GossipException {
    expect(WireFormat.WIRETYPE_VARINT);
    try {
      return in.readRawVarint64();
    } catch (IOException e) {
      throw malformed("field " + field(), e);
    }
  }

  /**
   * The field's value as bytes.
   *
   * @throws GossipException MALFORMED, or LIMIT when they are more than {@code maxBytes}
   */
  public byte[] bytes(int maxBytes) throws GossipException {
    int length = length(maxBytes);
    try {
      return in.readRawBytes(length);
    } catch (IOException e) {
      throw malformed("field " + field(), e);
    }
  }

  /**
   * The field's value as text.
   *
   * @throws GossipException MALFORMED, UTF-8 included, or LIMIT
   */
  public String text(int maxBytes) throws GossipException {
    return Utf8.decode(what + ", field " + field(), bytes(maxBytes));
  }

  /**
   * The message inside the field; this reader stands behind it.
   *
   * @throws GossipException MALFORMED, LIMIT
   */
  public ProtobufReader message(String inner, int maxBytes) throws GossipException {
    int length = length(maxBytes);
    int begin = from + in.getTotalBytesRead();
    try {
      in.skipRawBytes(length);
    } catch (IOException e) {
      throw malformed("field " + field(), e);
    }
    return new ProtobufReader(inner, buffer, begin, length);
  }

  /**
   * Passes over the field's value.
   *
   * @throws GossipException MALFORMED, groups included: they nest, and nobody sends them
   */
  public void skip() throws GossipException {
    int type = WireFormat.getTagWireType(tag);
    if (type == WireFormat.WIRETYPE_START_GROUP || type == WireFormat.WIRETYPE_END_GROUP) {
      throw GossipException.malformed(what + ": field " + field() + " is a group");
    }
    try {
      in.skipField(tag);
    } catch (IOException e) {
      throw malformed("field " + field(), e);
    }
  }

  /**
   * Asserts that one more value of a repeated field may be kept.
   *
   * @throws GossipException LIMIT when there are {@code max} already
   */
  public void checkCount(int have, int max) throws GossipException {
    if (have >= max) {
      throw GossipException.limit(
          what + ": field " + field() + " is there more than " + max + " times");
    }
  }

  /** At most the limit; a negative one is refused by who reads so many bytes. */
  private int length(int maxBytes) throws GossipException {
    expect(WireFormat.WIRETYPE_LENGTH_DELIMITED);
    try {
      return within(what + ": field " + field(), in.readRawVarint32(), maxBytes);
    } catch (IOException e) {
      throw malformed("field " + field(), e);
    }
  }

  private void expect(int wireType) throws GossipException {
    if (WireFormat.getTagWireType(tag) != wireType) {
      throw GossipException.malformed(
          what
              + ": field "
              + field()
              + " has wire type "
              + WireFormat.getTagWireType(tag)
              + ", not "
              + wireType);
    }
  }

  private static int within(String what, int length, int maxBytes) throws GossipException {
    if (length > maxBytes) {
      throw GossipException.limit(
          what + " has " + length + " bytes; the limit is " + maxBytes + " bytes");
    }
    return length;
  }

  private GossipException malformed(String where, IOException cause) {
    return new GossipException(
        GossipException.Kind.MALFORMED,
        what + ": " + where + " does not decode: " + cause.getMessage(),
        cause);
  }
}
