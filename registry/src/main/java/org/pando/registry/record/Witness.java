package org.pando.registry.record;

import org.pando.registry.crypto.PublicKey;

/**
 * A member of the set that decides claims.
 *
 * @param key signs votes
 * @param node its identity as a libp2p peer
 * @param label a word for people, at most 32 characters
 */
public record Witness(PublicKey key, PublicKey node, String label) {}
