package org.pando.gossip.host;

import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.pando.gossip.Identity;
import org.pando.gossip.PeerId;
import org.pando.gossip.pnet.Protector;
import org.pando.gossip.upgrade.Upgrade;

/**
 * What every connection of this node begins with.
 *
 * @param networkKey of the private network; null: the network is public
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Credentials(Identity identity, RandomGenerator random, byte @Nullable [] networkKey) {
  Upgrade dialer(PeerId expected) {
    return Upgrade.dialer(identity, expected, random, true);
  }

  Upgrade listener() {
    return Upgrade.listener(identity, random, true);
  }

  /** Null in a public network. */
  @Nullable Protector protector() {
    return networkKey == null ? null : new Protector(networkKey, random);
  }
}
