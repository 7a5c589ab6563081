package org.pando.registry.store;

import org.pando.registry.Bytes;

/**
 * A certified operation that the present state of its name no longer holds; kept on this node only.
 *
 * @param g the number of the operation in the life of the name
 * @param item the certified operation's bytes
 */
public record StoredItem(long g, Bytes item) {}
