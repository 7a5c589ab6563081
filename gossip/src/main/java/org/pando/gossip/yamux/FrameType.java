package org.pando.gossip.yamux;

import org.pando.gossip.GossipException;

/** What a frame is for. */
enum FrameType {
  DATA(0),
  WINDOW_UPDATE(1),
  PING(2),
  GO_AWAY(3);

  private final int code;

  FrameType(int code) {
    this.code = code;
  }

  static FrameType of(int code) throws GossipException {
    return switch (code) {
      case 0 -> DATA;
      case 1 -> WINDOW_UPDATE;
      case 2 -> PING;
      case 3 -> GO_AWAY;
      default ->
          throw GossipException.protocol(
              "yamux frame of type " + code + " from the peer; 0 to 3 exist");
    };
  }

  int code() {
    return code;
  }
}
