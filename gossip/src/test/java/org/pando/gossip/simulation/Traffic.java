package org.pando.gossip.simulation;

/** What a node has sent and received, in packets and encoded bytes, over all its lives. */
public final class Traffic {
  private long sentPackets;
  private long sentBytes;
  private long receivedPackets;
  private long receivedBytes;

  void sent(int bytes) {
    sentPackets++;
    sentBytes += bytes;
  }

  void received(int bytes) {
    receivedPackets++;
    receivedBytes += bytes;
  }

  public long sentPackets() {
    return sentPackets;
  }

  public long sentBytes() {
    return sentBytes;
  }

  public long receivedPackets() {
    return receivedPackets;
  }

  public long receivedBytes() {
    return receivedBytes;
  }
}
