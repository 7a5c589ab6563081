package org.pando.gossip.topics;

import java.util.List;
import org.pando.gossip.pubsub.PeerTraits.Version;

/** What gossipsub's streams are negotiated as. */
final class Protocols {
  /** The best first. */
  static final List<String> ALL =
      List.of("/meshsub/1.2.0", "/meshsub/1.1.0", "/meshsub/1.0.0", "/floodsub/1.0.0");

  private Protocols() {}

  static Version version(String protocol) {
    return switch (protocol) {
      case "/meshsub/1.2.0" -> Version.V1_2;
      case "/meshsub/1.1.0" -> Version.V1_1;
      case "/meshsub/1.0.0" -> Version.V1_0;
      default -> Version.FLOODSUB;
    };
  }
}
