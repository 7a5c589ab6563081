package org.pando.gossip.discovery.mdns;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.pando.gossip.GossipException;

/**
 * Reads the questions, and the PTR and TXT records, of a message that anybody on the link may have
 * sent. Work is bounded by the packet's size: names point backwards only and are at most 255 bytes.
 */
final class MdnsReader {
  /** The longest message (RFC 6762, section 17). */
  static final int MAX_BYTES = 9000;

  private static final int HEADER = 12;
  private static final int MAX_QUESTIONS = 64;
  private static final int MAX_RECORDS = 256;
  private static final int MAX_NAME = 255;
  private static final int INTERNET = 1;

  /** The top bit of a class: "answer me directly" in questions, "drop others" in records. */
  private static final int CLASS_MASK = 0x7fff;

  private final byte[] packet;
  private int at;

  private MdnsReader(byte[] packet, int at) {
    this.packet = packet;
    this.at = at;
  }

  /**
   * @throws GossipException MALFORMED, LIMIT
   */
  static MdnsMessage read(byte[] packet) throws GossipException {
    if (packet.length < HEADER || packet.length > MAX_BYTES) {
      throw GossipException.malformed(
          "a multicast DNS message of " + packet.length + " bytes; it has 12 to " + MAX_BYTES);
    }
    ByteBuffer header = ByteBuffer.wrap(packet);
    int flags = header.getShort(2) & 0xffff;
    if ((flags & 0x780f) != 0) {
      throw GossipException.malformed("a multicast DNS message with an opcode or an error code");
    }
    int questions = header.getShort(4) & 0xffff;
    int records =
        (header.getShort(6) & 0xffff)
            + (header.getShort(8) & 0xffff)
            + (header.getShort(10) & 0xffff);
    if (questions > MAX_QUESTIONS || records > MAX_RECORDS) {
      throw GossipException.limit(
          "a multicast DNS message of %d questions and %d records; allowed are %d and %d"
              .formatted(questions, records, MAX_QUESTIONS, MAX_RECORDS));
    }
    MdnsReader in = new MdnsReader(packet, HEADER);
    List<MdnsMessage.Question> asked = new ArrayList<>();
    for (int i = 0; i < questions; i++) {
      String name = in.name();
      int type = in.number16();
      if ((in.number16() & CLASS_MASK) == INTERNET) {
        asked.add(new MdnsMessage.Question(name, type));
      }
    }
    List<MdnsMessage.Entry> entries = new ArrayList<>();
    for (int i = 0; i < records; i++) {
      MdnsMessage.Entry entry = in.entry();
      if (entry != null) {
        entries.add(entry);
      }
    }
    return new MdnsMessage((flags & 0x8000) != 0, asked, entries);
  }

  private MdnsMessage.@Nullable Entry entry() throws GossipException {
    String name = name();
    int type = number16();
    boolean internet = (number16() & CLASS_MASK) == INTERNET;
    long ttl = ((long) number16() << 16) | number16();
    int end = number16() + at;
    need(end - at);
    MdnsMessage.Entry entry = null;
    if (internet && type == MdnsMessage.PTR) {
      entry = new MdnsMessage.Pointer(name, ttl, new MdnsReader(packet, at).name());
    } else if (internet && type == MdnsMessage.TXT) {
      entry = new MdnsMessage.Texts(name, ttl, texts(end));
    }
    at = end;
    return entry;
  }

  private List<String> texts(int end) throws GossipException {
    List<String> strings = new ArrayList<>();
    while (at < end) {
      int length = packet[at++] & 0xff;
      if (length > end - at) {
        throw GossipException.malformed("a text of a multicast DNS message ends behind its record");
      }
      strings.add(new String(packet, at, length, UTF_8));
      at += length;
    }
    return strings;
  }

  /** The name here, dots inside a label as {@code \.}; {@link #at} is then behind it. */
  private String name() throws GossipException {
    StringBuilder name = new StringBuilder();
    int reading = at;
    int behind = -1;
    int limit = at;
    int total = 0;
    while (true) {
      if (reading >= packet.length) {
        throw GossipException.malformed("a name of a multicast DNS message has no end");
      }
      int length = packet[reading] & 0xff;
      if (length >= 0xc0) {
        boolean whole = reading + 1 < packet.length;
        int target = whole ? ((length & 0x3f) << 8) | (packet[reading + 1] & 0xff) : limit;
        behind = behind < 0 ? reading + 2 : behind;
        if (target >= limit) {
          throw GossipException.malformed("a name of a multicast DNS message points forward");
        }
        limit = target;
        reading = target;
        continue;
      }
      total += length + 1;
      if (length > 63 || total > MAX_NAME || length >= packet.length - reading) {
        throw GossipException.malformed("a name of a multicast DNS message is no name");
      }
      reading++;
      if (length == 0) {
        at = behind < 0 ? reading : behind;
        return name.toString().toLowerCase(Locale.ROOT);
      }
      name.append(name.isEmpty() ? "" : ".");
      name.append(new String(packet, reading, length, ISO_8859_1).replace(".", "\\."));
      reading += length;
    }
  }

  private int number16() throws GossipException {
    need(2);
    int number = ((packet[at] & 0xff) << 8) | (packet[at + 1] & 0xff);
    at += 2;
    return number;
  }

  private void need(int bytes) throws GossipException {
    if (bytes > packet.length - at) {
      throw GossipException.malformed("a multicast DNS message ends too early");
    }
  }
}
