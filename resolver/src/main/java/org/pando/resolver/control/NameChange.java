package org.pando.resolver.control;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pando.registry.NameState;

/**
 * What an operation on a name did, or would do.
 *
 * @param name fully qualified, without the final dot
 * @param unicodeName the same with its label in Unicode, null when it is ASCII or not fit to be
 *     shown
 * @param state what the name is now
 * @param changed false when the zone was like that already
 * @param dryRun whether nothing was really changed
 * @param seq the zone's sequence number now
 * @param leaseUntil null for a key name and when nobody holds the name
 * @param records the zone now: {@code OWNER TTL TYPE RDATA} lines, the owner relative to the name
 * @param newKey the owner key, when it was made for this
 * @param notes what else a person should know, a sentence each
 */
public record NameChange(
    String name,
    @Nullable String unicodeName,
    NameState state,
    boolean changed,
    boolean dryRun,
    long seq,
    @Nullable Instant leaseUntil,
    List<String> records,
    @Nullable KeyInfo newKey,
    List<String> notes) {}
