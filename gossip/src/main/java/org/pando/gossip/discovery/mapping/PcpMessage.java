package org.pando.gossip.discovery.mapping;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.pando.gossip.GossipException;

/** PCP's MAP requests and responses for TCP (RFC 6887, sections 7 and 11). */
final class PcpMessage {
  static final int NONCE_BYTES = 12;

  private static final int VERSION = 2;
  private static final int MAP = 1;
  private static final int RESPONSE = 0x80;
  private static final int TCP = 6;
  private static final int BYTES = 60;
  private static final int MAX_BYTES = 1100;
  private static final String[] RESULTS = {
    "success",
    "it does not speak this version",
    "it is not allowed",
    "the request is malformed",
    "it does not know MAP",
    "it does not know an option",
    "an option is malformed",
    "its network fails",
    "it has no resources left",
    "it does not map TCP",
    "this computer's quota is used up",
    "it has no such outside address",
    "another router stands between",
    "there are too many remote peers",
  };

  private PcpMessage() {}

  /** Lifetime zero takes the mapping back. */
  static byte[] request(
      InetAddress client, byte[] nonce, int internalPort, int wanted, Duration lifetime) {
    ByteBuffer out = ByteBuffer.allocate(BYTES);
    out.put((byte) VERSION).put((byte) MAP).putShort((short) 0);
    out.putInt((int) lifetime.toSeconds());
    out.put(sixteen(client));
    out.put(nonce).put((byte) TCP).put(new byte[3]);
    out.putShort((short) internalPort).putShort((short) wanted);
    out.put(sixteen(InetAddress.ofLiteral("0.0.0.0")));
    return out.array();
  }

  private static byte[] sixteen(InetAddress address) {
    byte[] octets = address.getAddress();
    byte[] mapped = new byte[16];
    if (octets.length == 4) {
      mapped[10] = mapped[11] = (byte) 0xff;
    }
    System.arraycopy(octets, 0, mapped, 16 - octets.length, octets.length);
    return mapped;
  }

  /**
   * Reads a packet from the router.
   *
   * @return {@code null} when it answers something else
   * @throws GossipException REFUSED
   */
  static @Nullable Mapping response(byte[] packet, byte[] nonce, int internalPort)
      throws GossipException {
    ByteBuffer in = ByteBuffer.wrap(packet);
    if (packet.length < 4 || packet.length > MAX_BYTES) {
      return null;
    }
    if (packet[0] != VERSION) {
      // NAT-PMP's way to say that it speaks only NAT-PMP (RFC 6887, section 9).
      if (packet[0] == 0 && packet.length >= 8) {
        throw refused(1);
      }
      return null;
    }
    if (packet.length < BYTES
        || (packet[1] & 0xff) != (RESPONSE | MAP)
        || !Arrays.equals(packet, 24, 24 + NONCE_BYTES, nonce, 0, NONCE_BYTES)
        || packet[36] != TCP
        || (in.getShort(40) & 0xffff) != internalPort) {
      return null;
    }
    int result = packet[3] & 0xff;
    if (result != 0) {
      throw refused(result);
    }
    long seconds = in.getInt(4) & 0xffffffffL;
    InetAddress external = address(Arrays.copyOfRange(packet, 44, 60));
    return new Mapping(
        external, in.getShort(42) & 0xffff, internalPort, Duration.ofSeconds(seconds));
  }

  private static GossipException refused(int result) {
    String reason = result < RESULTS.length ? RESULTS[result] : "result " + result;
    return new GossipException(GossipException.Kind.REFUSED, "PCP: " + reason);
  }

  private static InetAddress address(byte[] sixteen) {
    try {
      return InetAddress.getByAddress(sixteen);
    } catch (UnknownHostException e) {
      throw new IllegalStateException("16 bytes are an address", e);
    }
  }
}
