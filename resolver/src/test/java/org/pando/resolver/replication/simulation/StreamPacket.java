package org.pando.resolver.replication.simulation;

import org.pando.gossip.simulation.Packet;

/**
 * A part of a stream.
 *
 * @param stream number of the stream, given by who opened it
 * @param fromOpener whether who opened it sends this
 * @param order 0 for the first packet of a direction, and so on
 * @param protocol its id in the packet that opens a stream, empty in all others
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record StreamPacket(
    long stream, boolean fromOpener, int order, Kind kind, String protocol, byte[] message)
    implements Packet {
  private static final int FRAME = 16;

  enum Kind {
    OPEN,
    MESSAGE,
    END,
    RESET
  }

  @Override
  public int size() {
    return FRAME + protocol.length() + message.length;
  }
}
