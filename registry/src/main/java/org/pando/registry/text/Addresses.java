package org.pando.registry.text;

import java.util.Optional;
import org.xbill.DNS.Address;

/** Recognises IP addresses. */
final class Addresses {
  private Addresses() {}

  static boolean isIpv4(String text) {
    return Address.toByteArray(text, Address.IPv4) != null;
  }

  static boolean isIpv6(String text) {
    return Address.toByteArray(text, Address.IPv6) != null;
  }

  /** The type of the record that holds the address: A or AAAA; nothing when it is no address. */
  static Optional<String> typeOf(String text) {
    if (isIpv4(text)) {
      return Optional.of("A");
    }
    return isIpv6(text) ? Optional.of("AAAA") : Optional.empty();
  }
}
