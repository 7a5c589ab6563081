package org.pando.registry.store;

import org.pando.registry.Bytes;

/**
 * The state of one name as kept on disk.
 *
 * @param key the label of a human name, or {@code <52 z-base-32>.key}
 * @param ts the largest {@code at} in the bundle, in seconds
 * @param id the bundle's id, 32 bytes
 * @param state the bundle's canonical bytes
 */
public record StoredBundle(String key, long ts, Bytes id, Bytes state) {}
