package org.pando.gossip.upgrade;

import org.pando.gossip.PeerId;
import org.pando.gossip.identity.PublicKey;
import org.pando.gossip.noise.NoiseTransport;

/**
 * A connection that is secure, and carries {@code /yamux/1.0.0} from now on.
 *
 * @param remoteKey the peer's identity, proven
 * @param earlyMuxer whether the muxer was agreed on inside the Noise handshake
 * @param early what the peer sent already, decrypted: yamux's first bytes, may be empty
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Upgraded(
    PublicKey remoteKey,
    PeerId remote,
    NoiseTransport transport,
    boolean earlyMuxer,
    byte[] early) {}
