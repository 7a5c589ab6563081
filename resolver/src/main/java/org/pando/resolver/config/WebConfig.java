package org.pando.resolver.config;

import java.net.InetAddress;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * {@code [web]}: dashboard, HTTP API and metrics.
 *
 * @param listen none: off
 * @param passwordFile file with the password; none: no password
 */
public record WebConfig(Optional<ListenAddress> listen, Optional<Path> passwordFile) {
  /** The port when {@code listen} names none. */
  public static final int PORT = 5380;

  static final Section<WebConfig> SECTION =
      Section.of(
          WebConfig.class,
          Row.Key.of(
                  "listen",
                  Types.orOff(Types.listenAddress()),
                  Optional.of(
                      new ListenAddress(InetAddress.ofLiteral("127.0.0.1"), OptionalInt.of(PORT))),
                  "dashboard, HTTP API, metrics at /metrics; \"off\"")
              .needs(Capability.WEB),
          Row.Key.of(
                  "password-file",
                  Types.optional(Types.path()),
                  Optional.empty(),
                  "file with the password; none: no password")
              .needs(Capability.WEB));
}
