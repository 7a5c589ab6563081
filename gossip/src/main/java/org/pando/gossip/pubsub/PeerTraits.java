package org.pando.gossip.pubsub;

/**
 * What the router must know of a peer.
 *
 * @param version of the protocol that our stream to it has negotiated
 * @param outbound whether we made a connection to it
 * @param direct whether it is agreed on both sides that all messages go to it, outside of meshes
 * @param ip the text of its address; empty when it does not count (P6)
 * @param application what the program around us thinks of it (P5), 0 of strangers
 */
public record PeerTraits(
    Version version, boolean outbound, boolean direct, String ip, double application) {
  /** What a peer speaks. */
  public enum Version {
    /** Everything to everybody; no control messages. */
    FLOODSUB,
    V1_0,
    /** PRUNE with back-off and peer exchange. */
    V1_1,
    /** IDONTWANT. */
    V1_2;

    boolean hasMeshes() {
      return this != FLOODSUB;
    }

    boolean hasPeerExchange() {
      return compareTo(V1_1) >= 0;
    }
  }
}
