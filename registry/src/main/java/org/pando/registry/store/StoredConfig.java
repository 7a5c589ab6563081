package org.pando.registry.store;

import org.pando.registry.Bytes;

/**
 * A configuration that followed a network's genesis.
 *
 * @param epoch 1 and up; epoch 0 stands in the genesis
 * @param link the ConfigLink's bytes
 * @param carry the carry list the link rests on
 */
public record StoredConfig(long epoch, Bytes link, Bytes carry) {}
