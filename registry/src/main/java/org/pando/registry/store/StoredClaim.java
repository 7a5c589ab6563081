package org.pando.registry.store;

import org.pando.registry.Bytes;

/**
 * An operation that this node began and that is not decided yet; at most one per name.
 *
 * @param name the label
 * @param g the number of the operation in the life of the name
 * @param phase how far it got, as its claimant counts
 * @param state what the claimant needs to go on, in its own encoding
 */
public record StoredClaim(String name, long g, int phase, Bytes state) {}
