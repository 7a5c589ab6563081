package org.pando.gossip;

import java.util.List;
import org.pando.gossip.node.Libp2pNode;

/**
 * A node among its peers: topics that everybody hears, and streams to one peer. It knows peers by
 * their {@link PeerId} and addresses by their text (multiaddrs). Any thread, except where a method
 * waits.
 */
public interface GossipNode extends AutoCloseable {
  /**
   * Starts a node: it listens, and begins to look for peers. Waits for the operating system, not
   * for peers.
   *
   * @throws GossipException MALFORMED when an option is, UNREACHABLE when an address cannot be
   *     listened on; nothing is left open then
   */
  static GossipNode start(GossipOptions options, Surroundings surroundings) throws GossipException {
    return Libp2pNode.start(options, surroundings);
  }

  PeerId id();

  /** Where this node listens and may be reached, each with {@code /p2p/ID}; may be empty. */
  List<String> addresses();

  /**
   * Hears a topic from now on, and forwards what the handler accepts.
   *
   * @throws IllegalArgumentException when the topic is subscribed already
   */
  void subscribe(Topic topic, TopicHandler handler);

  /** Hears the topic no longer; one that is not subscribed is ignored. */
  void unsubscribe(String topic);

  /**
   * Sends a message to everybody who hears the topic. Gossip remembers a message for seconds only:
   * who is away then never gets it.
   *
   * @param payload 1 byte to the topic's limit; our own handler does not hear of it
   * @throws GossipException LIMIT, REFUSED when the topic is not subscribed, CLOSED
   */
  void publish(String topic, byte[] payload) throws GossipException;

  /**
   * Serves a protocol to all peers from now on.
   *
   * @throws IllegalArgumentException when the protocol is served already
   */
  void serve(Protocol protocol, RequestHandler handler);

  /**
   * Opens a stream to a peer, connecting first when there is no connection. Waits.
   *
   * @throws GossipException UNREACHABLE, REFUSED when the peer does not speak the protocol,
   *     TIMEOUT, LIMIT, CLOSED
   */
  MessageStream open(PeerId peer, Protocol protocol) throws GossipException, InterruptedException;

  /** Stays connected to this peer, reconnecting when the connection ends. */
  void keep(PeerAddress peer);

  /**
   * The peer has broken the rules of a protocol that this node's program speaks with it: that costs
   * score. The first time is forgiven within minutes, the second one soon after is not.
   */
  void penalize(PeerId peer);

  /** The peers that are connected or kept, in no order. */
  List<PeerStatus> peers();

  /** Tells the listener of peers that come and go, those already connected first. */
  void listen(PeerListener listener);

  /** Says good-bye to all peers and closes every socket; what waits ends with CLOSED. */
  @Override
  void close();

  /** Hears of peers; called by the node's workers, in order, and may wait. */
  interface PeerListener {
    /** The first connection to a peer stands, and it has said which protocols it speaks. */
    void connected(PeerId peer);

    /** The last connection to a peer has ended. */
    void disconnected(PeerId peer);
  }
}
