package org.pando.gossip.multistream;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.pando.gossip.GossipException;
import org.pando.gossip.wire.Uvarint;

/**
 * The messages of one direction, cut out of bytes that come in any pieces: {@code uvarint(length)
 * text '\n'}, the length counting the newline. It keeps at most one message that is not complete,
 * and what came behind the last one that was taken. Owned by one negotiation.
 */
final class Messages {
  static final String HEADER = "/multistream/1.0.0";
  static final String NOT_AVAILABLE = "na";

  /** The most that go-libp2p, js-libp2p and jvm-libp2p accept, the newline included. */
  static final int MAX_MESSAGE = 1024;

  private static final int MAX_LENGTH_BYTES = 2;
  private static final byte NEWLINE = '\n';

  private byte[] bytes = {};
  private int at;

  void add(byte[] more) {
    int kept = bytes.length - at;
    byte[] joined = Arrays.copyOfRange(bytes, at, bytes.length + more.length);
    System.arraycopy(more, 0, joined, kept, more.length);
    bytes = joined;
    at = 0;
  }

  /**
   * The next message without its newline.
   *
   * @return null when it is not complete
   * @throws GossipException MALFORMED, LIMIT
   */
  @Nullable String next() throws GossipException {
    long length = Uvarint.read(bytes, at, bytes.length, MAX_LENGTH_BYTES);
    if (length == Uvarint.INCOMPLETE) {
      return null;
    }
    if (length > MAX_MESSAGE) {
      throw GossipException.limit(
          "multistream: a message of " + length + " bytes; the limit is " + MAX_MESSAGE);
    }
    if (length == 0) {
      throw GossipException.malformed("multistream: a message of 0 bytes, without its newline");
    }
    int from = at + Uvarint.length(length);
    int end = from + (int) length;
    if (end > bytes.length) {
      return null;
    }
    if (bytes[end - 1] != NEWLINE) {
      throw GossipException.malformed("multistream: a message does not end with a newline");
    }
    at = end;
    return new String(bytes, from, end - 1 - from, UTF_8);
  }

  /** What came behind the last message that was taken. */
  byte[] rest() {
    return Arrays.copyOfRange(bytes, at, bytes.length);
  }

  static void write(ByteArrayOutputStream out, String text) {
    byte[] encoded = text.getBytes(UTF_8);
    Uvarint.write(out, encoded.length + 1);
    out.writeBytes(encoded);
    out.write(NEWLINE);
  }
}
