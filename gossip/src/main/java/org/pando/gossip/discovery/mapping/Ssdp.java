package org.pando.gossip.discovery.mapping;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.pando.gossip.GossipException;
import org.pando.gossip.identity.Reach;

/**
 * Finds UPnP routers of this network (UPnP Device Architecture 1.0, section 1.2): asks everybody,
 * and keeps where their descriptions are.
 */
final class Ssdp {
  static final InetSocketAddress GROUP =
      new InetSocketAddress(InetAddress.ofLiteral("239.255.255.250"), 1900);

  private static final String DEVICE = "urn:schemas-upnp-org:device:InternetGatewayDevice:";
  private static final long PATIENCE = Duration.ofMillis(2500).toNanos();
  private static final int MAX_PACKET = 2048;
  private static final int MAX_ROUTERS = 4;

  private Ssdp() {}

  private static byte[] search(InetSocketAddress group, int version) {
    return """
    M-SEARCH * HTTP/1.1\r
    HOST: %s:%d\r
    MAN: "ssdp:discover"\r
    MX: 2\r
    ST: %s%d\r
    \r
    """
        .formatted(group.getAddress().getHostAddress(), group.getPort(), DEVICE, version)
        .getBytes(ISO_8859_1);
  }

  /**
   * Asks, and waits two and a half seconds for answers.
   *
   * @param local this computer's address in the network to ask
   * @return where at most four routers describe themselves
   * @throws GossipException UNREACHABLE
   */
  static List<URI> find(InetAddress local, InetSocketAddress group, LongSupplier nanos)
      throws GossipException {
    Set<URI> found = new LinkedHashSet<>();
    try (DatagramSocket socket = new DatagramSocket(new InetSocketAddress(local, 0))) {
      socket.setOption(StandardSocketOptions.IP_MULTICAST_TTL, 2);
      for (int version : new int[] {1, 2}) {
        byte[] question = search(group, version);
        socket.send(new DatagramPacket(question, question.length, group));
      }
      long until = nanos.getAsLong() + PATIENCE;
      byte[] buffer = new byte[MAX_PACKET];
      while (found.size() < MAX_ROUTERS) {
        long left = Duration.ofNanos(until - nanos.getAsLong()).toMillis();
        if (left <= 0) {
          break;
        }
        socket.setSoTimeout((int) left);
        DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
        socket.receive(packet);
        byte[] bytes = Arrays.copyOf(buffer, packet.getLength());
        URI location = location(bytes, packet.getAddress());
        if (location != null) {
          found.add(location);
        }
      }
    } catch (SocketTimeoutException e) {
      return List.copyOf(found);
    } catch (IOException e) {
      throw new GossipException(
          GossipException.Kind.UNREACHABLE,
          "UPnP: the network cannot be asked: " + e.getMessage(),
          e);
    }
    return List.copyOf(found);
  }

  /**
   * Where the sender of a packet describes itself. It must do so itself, over HTTP, and be near: no
   * packet makes this computer ask others.
   *
   * @return {@code null} when it is not such an answer
   */
  static @Nullable URI location(byte[] packet, InetAddress source) {
    List<String> lines = Stream.of(new String(packet, ISO_8859_1).split("\r?\n", -1)).toList();
    if (!lines.getFirst().matches("HTTP/1\\.[01] 200 ?.*")
        || !header(lines, "st").startsWith(DEVICE)) {
      return null;
    }
    try {
      URI location = new URI(header(lines, "location"));
      return isOf(location, source) && Reach.of(source) != Reach.PUBLIC ? location : null;
    } catch (URISyntaxException e) {
      return null;
    }
  }

  /** Whether a URL leads to the computer with that address. */
  static boolean isOf(URI url, InetAddress computer) {
    String host = url.getHost();
    return "http".equals(url.getScheme())
        && host != null
        && host.equals(computer.getHostAddress())
        && url.getRawUserInfo() == null;
  }

  private static String header(List<String> lines, String name) {
    for (String line : lines) {
      int colon = line.indexOf(':');
      if (colon > 0 && line.substring(0, colon).strip().toLowerCase(Locale.ROOT).equals(name)) {
        return line.substring(colon + 1).strip();
      }
    }
    return "";
  }
}
