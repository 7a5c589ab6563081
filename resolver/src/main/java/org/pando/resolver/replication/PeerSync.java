package org.pando.resolver.replication;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.pando.registry.Network;

/**
 * How this node stands with one peer in one network.
 *
 * @param inSync whether it holds everything that the peer said it holds; see {@link NetworkSync}
 * @param heard when a bundle or a message of a session came from it last; null when none has
 * @param compared when a session with it went to the end last; null when none has
 * @param problem why the last session did not; empty when it did
 */
public record PeerSync(
    Network network,
    boolean inSync,
    @Nullable Instant heard,
    @Nullable Instant compared,
    String problem) {}
