package org.pando.resolver.config;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * An address to listen on.
 *
 * @param port none: the port of the protocol; 0: one that the system chooses
 */
public record ListenAddress(InetAddress address, OptionalInt port) {
  private static final int MAX_PORT = 65_535;

  /** The address and port of a socket. */
  public static ListenAddress of(InetSocketAddress socket) {
    return new ListenAddress(socket.getAddress(), OptionalInt.of(socket.getPort()));
  }

  /**
   * Reads {@code 127.0.0.1}, {@code 127.0.0.1:53}, {@code ::1}, {@code [::1]}, {@code [::1]:53}.
   */
  public static Parsed<ListenAddress> parse(String text) {
    int hostEnd = hostEnd(text);
    String host = text.substring(0, hostEnd);
    String bare =
        host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
    Optional<InetAddress> address = IpLiteral.parse(bare);
    if (address.isEmpty() || (host.startsWith("[") && !bare.contains(":"))) {
      return new Parsed.Bad<>(
          "is not an IP address", "write one such as \"127.0.0.1\", \"[::1]\" or \"[::1]:53\"");
    }
    if (hostEnd == text.length()) {
      return new Parsed.Ok<>(new ListenAddress(address.get(), OptionalInt.empty()));
    }
    OptionalInt port = port(text.substring(hostEnd + 1));
    return port.isPresent()
        ? new Parsed.Ok<>(new ListenAddress(address.get(), port))
        : new Parsed.Bad<>("has no valid port", "write a port of 0 to " + MAX_PORT);
  }

  /** The address and its port, or {@code defaultPort}. */
  public InetSocketAddress socketAddress(int defaultPort) {
    return new InetSocketAddress(address, port.orElse(defaultPort));
  }

  /** As it is written in the file. */
  public String text() {
    String host = IpLiteral.text(address);
    if (port.isEmpty()) {
      return host;
    }
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + port.getAsInt();
  }

  /** Where the colon before the port stands, or the end. */
  private static int hostEnd(String text) {
    if (text.startsWith("[")) {
      int bracket = text.indexOf(']');
      return bracket >= 0 && text.startsWith(":", bracket + 1) ? bracket + 1 : text.length();
    }
    int colon = text.indexOf(':');
    return colon >= 0 && colon == text.lastIndexOf(':') ? colon : text.length();
  }

  /** A port of 0 to 65535 in decimal digits. */
  static OptionalInt port(String digits) {
    if (!digits.matches("[0-9]{1,5}") || Integer.parseInt(digits) > MAX_PORT) {
      return OptionalInt.empty();
    }
    return OptionalInt.of(Integer.parseInt(digits));
  }
}
