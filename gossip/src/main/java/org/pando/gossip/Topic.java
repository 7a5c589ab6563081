package org.pando.gossip;

import java.nio.charset.StandardCharsets;

/**
 * A gossip topic.
 *
 * @param name what peers subscribe to, 1 to 256 bytes of UTF-8
 * @param maxSize the largest payload in bytes, 1 to 65 536; larger messages are dropped before they
 *     reach the handler
 */
public record Topic(String name, int maxSize) {
  private static final int MAX_NAME_BYTES = 256;
  private static final int MAX_PAYLOAD_BYTES = 65_536;

  /**
   * @throws IllegalArgumentException when a part is out of range
   */
  public Topic {
    int nameBytes = name.getBytes(StandardCharsets.UTF_8).length;
    if (nameBytes < 1 || nameBytes > MAX_NAME_BYTES) {
      throw new IllegalArgumentException(
          "topic name of " + nameBytes + " bytes; allowed are 1 to " + MAX_NAME_BYTES);
    }
    if (maxSize < 1 || maxSize > MAX_PAYLOAD_BYTES) {
      throw new IllegalArgumentException(
          "topic payload limit " + maxSize + "; allowed are 1 to " + MAX_PAYLOAD_BYTES);
    }
  }
}
