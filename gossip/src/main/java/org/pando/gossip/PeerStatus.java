package org.pando.gossip;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What this node knows of a peer now.
 *
 * @param connected whether at least one connection stands
 * @param outbound whether one of them was made by this node
 * @param agent how it calls its program, as it says itself, at most 128 characters; empty when it
 *     has not said
 * @param addresses multiaddrs of its connections; of a peer that is not connected, those tried
 * @param listening where it says it can be dialed, multiaddrs without {@code /p2p/…}, as far as it
 *     could know; empty when it is not connected
 * @param protocols what it says it speaks
 * @param topics of ours that it hears
 * @param roundTrip of the last ping, {@code null} before the first
 * @param score of its conduct, 0 for strangers, below 0 for bad ones
 * @param problem why the last attempt to connect failed; empty when none did
 */
public record PeerStatus(
    PeerId peer,
    boolean connected,
    boolean outbound,
    String agent,
    List<String> addresses,
    List<String> listening,
    Set<String> protocols,
    Set<String> topics,
    @Nullable Duration roundTrip,
    double score,
    String problem) {}
