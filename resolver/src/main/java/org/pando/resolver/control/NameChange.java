package org.pando.resolver.control;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a registration or update did, or would do.
 *
 * @param name fully qualified, without the final dot
 * @param unicodeName the same with its label in Unicode, null when it is ASCII or not fit to be
 *     shown
 * @param changed false when the zone was like that already
 * @param dryRun whether nothing was really changed
 * @param seq the zone's sequence number now
 * @param leaseUntil null for a key name
 * @param records the zone now: {@code OWNER TTL TYPE RDATA} lines, the owner relative to the name
 * @param newKey the owner key, when it was made for this
 */
public record NameChange(
    String name,
    @Nullable String unicodeName,
    boolean changed,
    boolean dryRun,
    long seq,
    @Nullable Instant leaseUntil,
    List<String> records,
    @Nullable KeyInfo newKey) {}
