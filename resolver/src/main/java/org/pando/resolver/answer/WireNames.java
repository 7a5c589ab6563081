package org.pando.resolver.answer;

import org.xbill.DNS.DNSInput;
import org.xbill.DNS.Name;
import org.xbill.DNS.WireParseException;

/** Names in wire form that were checked before. */
public final class WireNames {
  private WireNames() {}

  /**
   * The name that the octets are, in their case.
   *
   * @param wire whole, without compression
   */
  public static Name parse(byte[] wire) {
    try {
      return new Name(new DNSInput(wire));
    } catch (WireParseException e) {
      throw new IllegalStateException("a name that was checked does not parse", e);
    }
  }
}
