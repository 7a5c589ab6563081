package org.pando.resolver.answer;

import java.nio.ByteBuffer;

/**
 * The SOA records of zones that have no secondaries (RFC 1035 section 3.3.13); nobody answers for
 * them by mail.
 *
 * @param refresh seconds, as the next two
 */
public record Soa(int refresh, int retry, int expire) {
  private static final byte[] NOBODY = {
    6, 'n', 'o', 'b', 'o', 'd', 'y', 7, 'i', 'n', 'v', 'a', 'l', 'i', 'd', 0
  };

  /**
   * The data of one.
   *
   * @param server the name of a server that cannot be reached, so that nobody sends it updates
   * @param serial its low 32 bits count
   * @param negativeTtl how long a negative answer may be kept, in seconds (RFC 2308 section 4)
   */
  public byte[] rdata(byte[] server, long serial, long negativeTtl) {
    return ByteBuffer.allocate(server.length + NOBODY.length + 20)
        .put(server)
        .put(NOBODY)
        .putInt((int) serial)
        .putInt(refresh)
        .putInt(retry)
        .putInt(expire)
        .putInt((int) negativeTtl)
        .array();
  }
}
