package org.pando.gossip.wire;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.pando.gossip.GossipException;

/** Text from outside: UTF-8 (RFC 3629), nothing replaced. */
public final class Utf8 {
  private Utf8() {}

  /**
   * @param what the text, for the message
   * @throws GossipException MALFORMED
   */
  public static String decode(String what, byte[] bytes) throws GossipException {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new GossipException(GossipException.Kind.MALFORMED, what + " is not UTF-8", e);
    }
  }
}
