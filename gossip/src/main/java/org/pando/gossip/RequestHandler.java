package org.pando.gossip;

/** Serves the streams that peers open for one {@link Protocol}, each on a thread of its own. */
@FunctionalInterface
public interface RequestHandler {
  /**
   * Serves one stream, which is closed when this returns, and reset when it throws.
   *
   * @throws GossipException what the stream said, or the handler's own refusal
   */
  void handle(MessageStream stream) throws GossipException, InterruptedException;
}
