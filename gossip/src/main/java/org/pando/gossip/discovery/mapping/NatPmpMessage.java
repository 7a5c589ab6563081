package org.pando.gossip.discovery.mapping;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.pando.gossip.GossipException;

/** NAT-PMP's requests and responses (RFC 6886, section 3). */
final class NatPmpMessage {
  private static final int ADDRESS = 0;
  private static final int MAP_TCP = 2;
  private static final int RESPONSE = 128;
  private static final String[] RESULTS = {
    "success",
    "it does not speak this version",
    "it is not allowed",
    "its network fails",
    "it has no resources left",
    "it does not know this request",
  };

  private NatPmpMessage() {}

  static byte[] addressRequest() {
    return new byte[] {0, ADDRESS};
  }

  /** Lifetime zero, with 0 as wanted port, takes the mapping back. */
  static byte[] mapRequest(int internalPort, int wanted, Duration lifetime) {
    ByteBuffer out = ByteBuffer.allocate(12);
    out.put((byte) 0).put((byte) MAP_TCP).putShort((short) 0);
    out.putShort((short) internalPort).putShort((short) wanted);
    return out.putInt((int) lifetime.toSeconds()).array();
  }

  /**
   * @return {@code null} when the packet answers something else
   * @throws GossipException REFUSED
   */
  static @Nullable InetAddress address(byte[] packet) throws GossipException {
    if (!answers(packet, ADDRESS, 12)) {
      return null;
    }
    try {
      return InetAddress.getByAddress(Arrays.copyOfRange(packet, 8, 12));
    } catch (UnknownHostException e) {
      throw new IllegalStateException("4 bytes are an address", e);
    }
  }

  /**
   * @return {@code null} when the packet answers something else
   * @throws GossipException REFUSED
   */
  static @Nullable Mapping mapping(byte[] packet, InetAddress external, int internalPort)
      throws GossipException {
    if (!answers(packet, MAP_TCP, 16)) {
      return null;
    }
    ByteBuffer in = ByteBuffer.wrap(packet);
    if ((in.getShort(8) & 0xffff) != internalPort) {
      return null;
    }
    Duration lifetime = Duration.ofSeconds(in.getInt(12) & 0xffffffffL);
    return new Mapping(external, in.getShort(10) & 0xffff, internalPort, lifetime);
  }

  private static boolean answers(byte[] packet, int request, int length) throws GossipException {
    if (packet.length < 8 || packet[0] != 0 || (packet[1] & 0xff) != RESPONSE + request) {
      return false;
    }
    int result = ByteBuffer.wrap(packet).getShort(2) & 0xffff;
    if (result != 0) {
      String reason = result < RESULTS.length ? RESULTS[result] : "result " + result;
      throw new GossipException(GossipException.Kind.REFUSED, "NAT-PMP: " + reason);
    }
    return packet.length >= length;
  }
}
