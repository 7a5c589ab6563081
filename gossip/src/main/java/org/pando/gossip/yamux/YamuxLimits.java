package org.pando.gossip.yamux;

/**
 * What one peer may take of this node. What the streams of a connection hold of unconsumed data is
 * at most {@code inboundStreams × window}, and {@code window} more for each stream of ours.
 *
 * @param inboundStreams how many streams the peer may have open at once; further ones are reset
 * @param window how much data of a stream may be unconsumed, 262 144 bytes (the protocol's start)
 *     or more
 * @param openings how many streams the peer may open in a burst; an eighth of it each second
 * @param pings how many pings it may send in a burst; a sixteenth of it each second
 * @param idleFrames how many frames that carry no data for an open stream it may send in a burst;
 *     an eighth of it each second, and two for each frame of data from us
 */
public record YamuxLimits(int inboundStreams, int window, int openings, int pings, int idleFrames) {
  /** What this node allows a stranger. */
  public static final YamuxLimits DEFAULT =
      new YamuxLimits(64, YamuxStream.START_WINDOW, 512, 64, 8192);

  /**
   * @throws IllegalArgumentException when a part is out of range
   */
  public YamuxLimits {
    if (inboundStreams < 1 || openings < 1 || pings < 1 || idleFrames < 1) {
      throw new IllegalArgumentException("limits of a yamux session must be positive");
    }
    if (window < YamuxStream.START_WINDOW) {
      throw new IllegalArgumentException(
          "window of " + window + " bytes; every stream starts with " + YamuxStream.START_WINDOW);
    }
  }
}
