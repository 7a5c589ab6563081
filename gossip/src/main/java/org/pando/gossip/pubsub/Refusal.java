package org.pando.gossip.pubsub;

/** Why something that a peer sent did not count. */
public enum Refusal {
  UNKNOWN_PEER("no stream of ours to the peer stands"),
  GRAYLISTED("the peer's score is below the graylist threshold"),
  TOO_MANY_TOPICS("the peer hears more topics than are remembered of one"),
  NOT_SUBSCRIBED("we do not hear the topic"),
  EMPTY("a message without payload"),
  TOO_LARGE("the payload is larger than the topic allows"),
  OWN_MESSAGE("our own message came back"),
  DUPLICATE("the message was seen before"),
  UNSIGNED("the topic's messages name and sign their author, this one does not"),
  AUTHOR_STATED("the topic's messages say nothing of their author, this one does"),
  BAD_SEQNO("the author's counter has not 8 bytes"),
  BAD_AUTHOR("the author's peer id and key are not of each other, or do not decode"),
  BAD_SIGNATURE("the signature is not of the author"),
  OVERLOAD("too many messages wait for their verdict"),
  NO_CONTROL("floodsub peers have no control messages"),
  LOW_SCORE("the peer's score is too low for this"),
  GRAFT_OF_DIRECT("messages go to a direct peer anyway"),
  GRAFT_IN_BACKOFF("the peer was pruned and grafts too early"),
  GRAFT_OF_FULL_MESH("the mesh has enough peers"),
  TOO_MANY_GRAFTS("more GRAFT in one heartbeat than makes sense"),
  TOO_MANY_IHAVES("more IHAVE in one heartbeat than allowed"),
  TOO_MANY_IDS("more ids in one heartbeat than allowed"),
  NOT_REMEMBERED("the message is not, or no longer, remembered"),
  SENT_OFTEN("the message was sent to this peer as often as allowed"),
  BAD_PEER_RECORD("a peer record that does not decode, or is not of its peer");

  private final String reason;

  Refusal(String reason) {
    this.reason = reason;
  }

  public String reason() {
    return reason;
  }
}
