package org.pando.gossip.pubsub;

/**
 * How much a router remembers; each part has a bound.
 *
 * @param peers that are connected
 * @param seen ids
 * @param pending messages that wait for their verdict
 * @param cachedBytes of the payloads kept for peers that want them
 * @param promises ids that were asked for and have not come
 * @param backoffs peers that must not graft, counted once for each topic
 * @param scores of peers that are connected or have gone lately
 * @param topicsOfAPeer of the peer with the most
 * @param unwantedOfAPeer ids, of the peer with the most
 */
public record Footprint(
    int peers,
    int seen,
    int pending,
    long cachedBytes,
    int promises,
    int backoffs,
    int scores,
    int topicsOfAPeer,
    int unwantedOfAPeer) {}
