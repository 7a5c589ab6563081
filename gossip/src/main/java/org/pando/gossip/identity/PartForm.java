package org.pando.gossip.identity;

import java.nio.charset.StandardCharsets;
import org.pando.gossip.GossipException;
import org.pando.gossip.PeerId;

/** How the value behind a multiaddr part's name is written, in bytes and in text. */
enum PartForm {
  /** No value. */
  NONE(0) {
    @Override
    byte[] encode(String text) {
      return new byte[0];
    }

    @Override
    String decode(byte[] bytes) {
      return "";
    }
  },
  /** 16 bits, big-endian. */
  PORT(2) {
    @Override
    byte[] encode(String text) throws GossipException {
      int port = text.matches("[0-9]{1,5}") ? Integer.parseInt(text) : -1;
      if (port < 0 || port > 0xffff) {
        throw GossipException.malformed("'" + text + "' is no port; one is 0 to 65535");
      }
      return new byte[] {(byte) (port >> 8), (byte) port};
    }

    @Override
    String decode(byte[] bytes) {
      return Integer.toString(((bytes[0] & 0xff) << 8) | (bytes[1] & 0xff));
    }
  },
  IP4(4) {
    @Override
    byte[] encode(String text) throws GossipException {
      return IpText.parse4(text);
    }

    @Override
    String decode(byte[] bytes) {
      return IpText.print(bytes);
    }
  },
  IP6(16) {
    @Override
    byte[] encode(String text) throws GossipException {
      return IpText.parse6(text);
    }

    @Override
    String decode(byte[] bytes) {
      return IpText.print(bytes);
    }
  },
  /** A host or an interface: printable ASCII without a slash, its length in front. */
  NAME(PartForm.LENGTH_IN_FRONT) {
    @Override
    byte[] encode(String text) throws GossipException {
      if (!text.matches("[!-.0-~]{1,253}")) {
        throw GossipException.malformed(
            "'" + text + "' is no name; one is 1 to 253 ASCII characters without slash or space");
      }
      return text.getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    String decode(byte[] bytes) {
      return new String(bytes, StandardCharsets.ISO_8859_1);
    }
  },
  /** A multihash, its length in front; in text base58 or a CIDv1, printed as base58. */
  PEER(PartForm.LENGTH_IN_FRONT) {
    @Override
    byte[] encode(String text) throws GossipException {
      return PeerId.parse(text).bytes();
    }

    @Override
    String decode(byte[] bytes) throws GossipException {
      return PeerId.of(bytes).toString();
    }
  };

  static final int LENGTH_IN_FRONT = -1;

  private final int size;

  PartForm(int size) {
    this.size = size;
  }

  /** The value's bytes, or {@link #LENGTH_IN_FRONT}. */
  int size() {
    return size;
  }

  /**
   * @throws GossipException MALFORMED, LIMIT
   */
  abstract byte[] encode(String text) throws GossipException;

  /**
   * @param bytes as many as {@link #size} says
   * @return text that {@link #encode} makes the same bytes of, or refuses
   * @throws GossipException MALFORMED
   */
  abstract String decode(byte[] bytes) throws GossipException;
}
