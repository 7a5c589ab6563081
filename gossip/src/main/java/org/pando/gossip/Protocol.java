package org.pando.gossip;

import java.time.Duration;

/**
 * A request protocol of ours.
 *
 * @param id as negotiated, {@code /pando/…/1.0.0}, 2 to 256 ASCII characters
 * @param maxMessage the largest message in bytes, 1 to 1 048 576
 * @param patience how long a stream may make no progress
 * @param maxStreams how many streams one peer may have open to us at once
 */
public record Protocol(String id, int maxMessage, Duration patience, int maxStreams) {
  private static final int MAX_ID = 256;
  private static final int MAX_MESSAGE = 1_048_576;

  /**
   * @throws IllegalArgumentException when a part is out of range
   */
  public Protocol {
    if (!id.startsWith("/") || id.length() < 2 || id.length() > MAX_ID) {
      throw new IllegalArgumentException(
          "protocol id '" + id + "'; it begins with / and has 2 to 256 characters");
    }
    if (maxMessage < 1 || maxMessage > MAX_MESSAGE) {
      throw new IllegalArgumentException(
          "message limit " + maxMessage + "; allowed are 1 to " + MAX_MESSAGE);
    }
    if (maxStreams < 1 || !patience.isPositive()) {
      throw new IllegalArgumentException("streams and patience of " + id + " must be positive");
    }
  }
}
