package org.pando.gossip.pubsub;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.pando.gossip.PeerId;

/** What the router remembers of a connected peer. Owned by the router's thread. */
final class Peer {
  /** How many topics of one peer are remembered. */
  static final int MAX_TOPICS = 128;

  /** How many ids it may say it does not want, in one heartbeat. */
  static final int MAX_UNWANTED = 512;

  /**
   * How many asks in a row it may leave without an answer, as asks and answers get lost: of a peer
   * that fails one of ten, one row in 10^10 is longer.
   */
  static final int MAX_UNANSWERED = 10;

  /** A peer that tells of messages is asked for one this often, whether we want any or not. */
  private static final long PROOF_NANOS = 30_000_000_000L;

  private static final long SECOND = 1_000_000_000L;

  /** How many heartbeats long they count. */
  private static final int UNWANTED_HEARTBEATS = 3;

  private final PeerId id;
  private final Set<String> topics = new LinkedHashSet<>();
  private final Map<MessageId, Integer> unwanted = new LinkedHashMap<>();
  private PeerTraits traits;
  private byte @Nullable [] signedRecord;
  private int grafts;
  private int ihaves;
  private int idsAsked;
  private int unwantedNow;
  private int unanswered;
  private boolean asked;
  private long askedAt;

  Peer(PeerId id, PeerTraits traits) {
    this.id = id;
    this.traits = traits;
  }

  PeerId id() {
    return id;
  }

  PeerTraits traits() {
    return traits;
  }

  void become(PeerTraits changed) {
    traits = changed;
  }

  Set<String> topics() {
    return topics;
  }

  boolean hears(String topic) {
    return topics.contains(topic);
  }

  byte @Nullable [] signedRecord() {
    return signedRecord;
  }

  void introduce(byte[] record) {
    signedRecord = record;
  }

  /** How many GRAFTs it has sent in this heartbeat, this one included. */
  int countGraft() {
    return ++grafts;
  }

  /** How many RPCs with IHAVE it has sent in this heartbeat, this one included. */
  int countIHave() {
    return ++ihaves;
  }

  /** How many ids it was asked for in this heartbeat. */
  int idsAsked() {
    return idsAsked;
  }

  void ask(int ids, long now) {
    idsAsked += ids;
    asked = true;
    askedAt = now;
  }

  /** Whether it is time that it shows that it has what it tells of. */
  boolean isToProve(long now) {
    return !asked || now - askedAt >= (unanswered > 0 ? SECOND : PROOF_NANOS);
  }

  /** It has sent what it was asked for. */
  void answered() {
    unanswered = 0;
  }

  /** How many asks it has left without an answer since the last answer, this one included. */
  int countUnanswered() {
    return ++unanswered;
  }

  /** Whether there was room to remember it. */
  boolean addUnwanted(MessageId id) {
    if (unwantedNow >= MAX_UNWANTED) {
      return false;
    }
    unwantedNow++;
    unwanted.put(id, UNWANTED_HEARTBEATS);
    return true;
  }

  boolean wants(MessageId id) {
    return !unwanted.containsKey(id);
  }

  int unwanted() {
    return unwanted.size();
  }

  void onHeartbeat() {
    grafts = 0;
    ihaves = 0;
    idsAsked = 0;
    unwantedNow = 0;
    unwanted.replaceAll((id, left) -> left - 1);
    unwanted.values().removeIf(left -> left <= 0);
  }
}
