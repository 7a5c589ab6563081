package org.pando.resolver.replication.simulation;

import org.pando.gossip.pubsub.Footprint;

/** What is counted in a run. */
final class Figures {
  private long sessions;
  private long streamPackets;
  private long streamBytes;
  private int mostStreams;
  private int mostStrands;
  private int mostQueued;
  private long mostCached;
  private int mostPending;
  private int mostScores;

  /** A node has opened a stream. */
  void session() {
    sessions++;
  }

  void streamPacket(int bytes) {
    streamPackets++;
    streamBytes += bytes;
  }

  /** So many streams of one peer are open at one node. */
  void streams(int open) {
    mostStreams = Math.max(mostStreams, open);
  }

  /** So much code of one node waits or runs. */
  void strands(int count) {
    mostStrands = Math.max(mostStrands, count);
  }

  /** So much waits for the slowest peer of a node, and so much its router remembers. */
  void waiting(int bytes, Footprint router) {
    mostQueued = Math.max(mostQueued, bytes);
    mostCached = Math.max(mostCached, router.cachedBytes());
    mostPending = Math.max(mostPending, router.pending());
    mostScores = Math.max(mostScores, router.scores());
  }

  int mostQueued() {
    return mostQueued;
  }

  long mostCached() {
    return mostCached;
  }

  int mostPending() {
    return mostPending;
  }

  int mostScores() {
    return mostScores;
  }

  long sessions() {
    return sessions;
  }

  long streamPackets() {
    return streamPackets;
  }

  long streamBytes() {
    return streamBytes;
  }

  int mostStreams() {
    return mostStreams;
  }

  int mostStrands() {
    return mostStrands;
  }
}
