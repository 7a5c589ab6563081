package org.pando.gossip.discovery.mapping;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The way out of this network.
 *
 * @param local this computer's IPv4 address on it
 * @param gateway the router, {@code null} where the system does not tell (only Linux does)
 */
record Route(InetAddress local, @Nullable InetAddress gateway) {
  private static final Path TABLE = Path.of("/proc/net/route");

  /** An address that a packet leaves this network for; nothing is sent. */
  private static final InetSocketAddress OUTSIDE =
      new InetSocketAddress(InetAddress.ofLiteral("192.0.2.1"), 9);

  /** Empty when there is none. */
  static Optional<Route> current() {
    try (DatagramSocket socket = new DatagramSocket()) {
      socket.connect(OUTSIDE);
      InetAddress local = socket.getLocalAddress();
      if (local.isAnyLocalAddress() || local.getAddress().length != 4) {
        return Optional.empty();
      }
      return Optional.of(new Route(local, gateway(lines())));
    } catch (SocketException e) {
      return Optional.empty();
    }
  }

  private static List<String> lines() {
    try {
      return Files.readAllLines(TABLE);
    } catch (IOException e) {
      return List.of();
    }
  }

  /** The gateway of the default route with the lowest metric in Linux's table. */
  static @Nullable InetAddress gateway(List<String> table) {
    InetAddress best = null;
    long lowest = Long.MAX_VALUE;
    for (String line : table) {
      String[] fields = line.trim().split("\\s+", -1);
      // Iface Destination Gateway Flags RefCnt Use Metric Mask …
      if (fields.length < 8 || !fields[1].equals("00000000") || !fields[7].equals("00000000")) {
        continue;
      }
      try {
        InetAddress gateway = littleEndian(Long.parseLong(fields[2], 16));
        long metric = Long.parseLong(fields[6]);
        if (!gateway.isAnyLocalAddress() && metric < lowest) {
          best = gateway;
          lowest = metric;
        }
      } catch (NumberFormatException e) {
        // not a line of this table
      }
    }
    return best;
  }

  private static InetAddress littleEndian(long address) {
    byte[] octets = new byte[4];
    for (int i = 0; i < 4; i++) {
      octets[i] = (byte) (address >> (8 * i));
    }
    try {
      return InetAddress.getByAddress(octets);
    } catch (UnknownHostException e) {
      throw new IllegalStateException("4 bytes are an address", e);
    }
  }
}
