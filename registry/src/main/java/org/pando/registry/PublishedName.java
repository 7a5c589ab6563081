package org.pando.registry;

/**
 * What is served of one name: published by the writer thread in one piece, immutable, read by any
 * thread.
 *
 * @param key the label of a human name, or {@code <52 z-base-32>.key}
 * @param state only {@link NameState#ACTIVE} names are served
 * @param seq the zone's sequence number, 0 when there is no zone; its low 32 bits are the SOA
 *     serial
 * @param body the zone body as signed (registry specification, section 3), empty when there is no
 *     zone
 */
public record PublishedName(String key, NameState state, long seq, Bytes body) {}
