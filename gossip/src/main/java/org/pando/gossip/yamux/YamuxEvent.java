package org.pando.gossip.yamux;

/**
 * What the bytes from a peer, or the sending of ours, brought about. Streams are named by their id,
 * an unsigned number.
 */
public sealed interface YamuxEvent {
  /** The peer has opened a stream. */
  record Opened(int stream) implements YamuxEvent {}

  /**
   * The next bytes of a stream.
   *
   * @param bytes at least one; they count against the window until {@link YamuxSession#consumed}
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Data(int stream, byte[] bytes) implements YamuxEvent {}

  /** The peer sends nothing more on the stream. */
  record Ended(int stream) implements YamuxEvent {}

  /** The peer has given the stream up; what it had not been sent is dropped. */
  record Reset(int stream) implements YamuxEvent {}

  /** A stream's queue is down to {@link YamuxSession#LOW_WATER} bytes, and was above. */
  record Writable(int stream) implements YamuxEvent {}

  /** The peer has answered a ping after so many nanoseconds. */
  record Pong(long nanos) implements YamuxEvent {}

  /**
   * The peer takes no new streams; those that are open go on.
   *
   * @param code 0 in order, 1 we broke the protocol, 2 an error of its own
   */
  record GoneAway(long code) implements YamuxEvent {}
}
