package org.pando.resolver.config;

import java.util.Optional;

/** How an upstream is spoken to. */
public enum UpstreamScheme implements Keyword {
  UDP("udp", 53),
  TCP("tcp", 53),
  TLS("tls", 853),
  HTTPS("https", 443);

  private final String text;
  private final int defaultPort;

  UpstreamScheme(String text, int defaultPort) {
    this.text = text;
    this.defaultPort = defaultPort;
  }

  @Override
  public String text() {
    return text;
  }

  /** The port when the url names none. */
  public int defaultPort() {
    return defaultPort;
  }

  /** Whether nobody on the way can read the question. */
  public boolean encrypted() {
    return switch (this) {
      case UDP, TCP -> false;
      case TLS, HTTPS -> true;
    };
  }

  Optional<Capability> needs() {
    return switch (this) {
      case UDP, TCP -> Optional.empty();
      case TLS -> Optional.of(Capability.TLS_UPSTREAM);
      case HTTPS -> Optional.of(Capability.HTTPS_UPSTREAM);
    };
  }
}
