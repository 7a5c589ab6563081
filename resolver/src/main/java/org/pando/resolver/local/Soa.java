package org.pando.resolver.local;

import java.nio.ByteBuffer;

/** The SOA records of negative answers (RFC 2308 section 3, values of RFC 6303 section 3). */
final class Soa {
  private static final byte[] NOBODY = {
    6, 'n', 'o', 'b', 'o', 'd', 'y', 7, 'i', 'n', 'v', 'a', 'l', 'i', 'd', 0
  };

  private Soa() {}

  /**
   * The data of one.
   *
   * @param server the name of a server that cannot be reached, so that nobody sends it updates
   * @param ttl how long a negative answer may be kept, in seconds
   */
  static byte[] rdata(byte[] server, long ttl) {
    return ByteBuffer.allocate(server.length + NOBODY.length + 20)
        .put(server)
        .put(NOBODY)
        .putInt(1)
        .putInt(3600)
        .putInt(1200)
        .putInt(604_800)
        .putInt((int) ttl)
        .array();
  }
}
