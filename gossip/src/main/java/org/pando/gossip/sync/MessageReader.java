package org.pando.gossip.sync;

import java.util.Arrays;
import org.pando.gossip.GossipException;

/** Reads one message of a peer, range after range; the bounds must rise. */
final class MessageReader {
  private static final int MAX_VARINT = 9;
  private static final int FIRST_VERSION = 0x60;
  private static final int LAST_VERSION = 0x6f;

  private final byte[] bytes;
  private int at;
  private long lastTime;
  private Bound last = new Bound(0, new byte[0]);

  /**
   * @throws GossipException MALFORMED when it is no message of the protocol
   */
  MessageReader(byte[] bytes) throws GossipException {
    this.bytes = bytes;
    if (bytes.length == 0 || bytes[0] < FIRST_VERSION || bytes[0] > LAST_VERSION) {
      throw GossipException.malformed("a reconciliation message begins with its version, 0x61");
    }
    at = 1;
  }

  boolean isOurVersion() {
    return bytes[0] == MessageWriter.VERSION;
  }

  boolean hasMore() {
    return at < bytes.length;
  }

  /**
   * The end of the next range, above the one before.
   *
   * @throws GossipException MALFORMED, PROTOCOL
   */
  Bound bound() throws GossipException {
    long distance = varint();
    long time = distance == 0 ? Bound.INFINITE : lastTime + distance - 1;
    if (time < 0 || (lastTime == Bound.INFINITE && distance != 0)) {
      throw GossipException.malformed("a reconciliation message's time is past all times");
    }
    lastTime = time;
    long length = varint();
    if (length > Item.ID) {
      throw GossipException.malformed("a bound with an id of " + length + " bytes; at most 32");
    }
    Bound bound = new Bound(time, take((int) length));
    if (!last.isBefore(bound)) {
      throw GossipException.protocol("a reconciliation message's ranges do not ascend");
    }
    last = bound;
    return bound;
  }

  /** What follows a bound: {@link MessageWriter#SKIP} or another. */
  int mode() throws GossipException {
    long mode = varint();
    if (mode > MessageWriter.IDS) {
      throw GossipException.malformed("a range of the unknown kind " + mode);
    }
    return (int) mode;
  }

  byte[] fingerprint() throws GossipException {
    return take(IdSum.FINGERPRINT);
  }

  /** Ids, one behind the other. */
  byte[] ids() throws GossipException {
    long count = varint();
    if (count > (bytes.length - at) / Item.ID) {
      throw GossipException.malformed(count + " ids, for which the message is too short");
    }
    return take((int) count * Item.ID);
  }

  private byte[] take(int length) throws GossipException {
    if (length > bytes.length - at) {
      throw GossipException.malformed("a reconciliation message ends in the middle");
    }
    at += length;
    return Arrays.copyOfRange(bytes, at - length, at);
  }

  private long varint() throws GossipException {
    long value = 0;
    for (int i = 0; i < MAX_VARINT; i++) {
      byte next = take(1)[0];
      value = (value << 7) | (next & 0x7f);
      if (next >= 0) {
        return value;
      }
    }
    throw GossipException.malformed("a number of more than 63 bits");
  }
}
