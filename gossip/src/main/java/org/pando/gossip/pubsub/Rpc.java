package org.pando.gossip.pubsub;

import java.util.List;

/**
 * What peers say to each other in one frame.
 *
 * @param subscriptions in the order in which they were made
 */
public record Rpc(List<Subscription> subscriptions, List<Message> messages, Control control) {
  /** Says nothing. */
  public static final Rpc EMPTY = new Rpc(List.of(), List.of(), Control.NONE);

  /** The peer begins, or ceases, to hear a topic. */
  public record Subscription(String topic, boolean subscribed) {}

  /** The peer has these messages of the topic. */
  public record IHave(String topic, List<MessageId> ids) {}

  /**
   * The sender has taken us out of its mesh.
   *
   * @param peers other nodes to try
   * @param backoffSeconds how long not to graft; 0 when the peer did not say
   */
  public record Prune(String topic, List<PeerInfo> peers, long backoffSeconds) {}

  /**
   * A node that hears the topic.
   *
   * @param peer its id (multihash); may be empty
   * @param signedRecord an envelope with its addresses; empty when there is none
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  public record PeerInfo(byte[] peer, byte[] signedRecord) {}

  /**
   * @param iwant messages that the sender wants
   * @param graft topics in whose mesh the sender wants us
   * @param idontwant messages that need not be sent to it
   */
  public record Control(
      List<IHave> ihave,
      List<MessageId> iwant,
      List<String> graft,
      List<Prune> prune,
      List<MessageId> idontwant) {
    public static final Control NONE =
        new Control(List.of(), List.of(), List.of(), List.of(), List.of());

    boolean isEmpty() {
      return ihave.isEmpty()
          && iwant.isEmpty()
          && graft.isEmpty()
          && prune.isEmpty()
          && idontwant.isEmpty();
    }
  }

  static Rpc subscriptions(List<Subscription> subscriptions) {
    return new Rpc(subscriptions, List.of(), Control.NONE);
  }

  static Rpc messages(List<Message> messages) {
    return new Rpc(List.of(), messages, Control.NONE);
  }

  static Rpc control(Control control) {
    return new Rpc(List.of(), List.of(), control);
  }

  static Rpc ihave(List<IHave> ihave) {
    return control(new Control(ihave, List.of(), List.of(), List.of(), List.of()));
  }

  static Rpc iwant(List<MessageId> iwant) {
    return control(new Control(List.of(), iwant, List.of(), List.of(), List.of()));
  }
}
