package org.pando.gossip.host;

import java.util.List;
import java.util.Set;

/**
 * What a stream is opened for.
 *
 * @param protocols best first
 * @param lazy whether the peer has said that it has the only one, so that nobody waits for its
 *     answer
 */
record Proposal(List<String> protocols, boolean lazy) {
  Proposal {
    protocols = List.copyOf(protocols);
  }

  /** The best protocol that the peer has named; all of them when it has named none. */
  static Proposal to(Set<String> spoken, List<String> protocols) {
    for (String protocol : protocols) {
      if (spoken.contains(protocol)) {
        return new Proposal(List.of(protocol), true);
      }
    }
    return new Proposal(protocols, false);
  }
}
