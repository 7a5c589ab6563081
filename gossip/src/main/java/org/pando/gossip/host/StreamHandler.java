package org.pando.gossip.host;

/**
 * Hears of one stream. Called on the gossip loop, in this order: {@link #opened}, then {@link
 * #data} and {@link #writable} as they come, {@link #ended} at most once, {@link #closed} exactly
 * once and last. A stream that we asked for and that could not be opened is closed without being
 * opened. What a call throws resets the stream.
 */
public interface StreamHandler {
  /** The protocol is agreed: bytes may be written. */
  void opened(LoopStream stream);

  /** The peer sent bytes, which now belong to the handler; see {@link LoopStream#consumed}. */
  void data(LoopStream stream, byte[] bytes);

  /** The peer has ended its side. Our side stays open until {@link LoopStream#end}. */
  void ended(LoopStream stream);

  /**
   * Nothing more comes: it never opened, both sides ended, one side reset it, or the connection is
   * gone. {@link LoopStream#problem} says which.
   */
  void closed(LoopStream stream);

  /** {@link LoopStream#queued} is down to {@link LoopStream#LOW_WATER} bytes, and was above. */
  default void writable(LoopStream stream) {}
}
