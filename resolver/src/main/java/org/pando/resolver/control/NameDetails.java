package org.pando.resolver.control;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pando.registry.NameState;

/**
 * Everything known of a name (registry specification, sections 4 and 7).
 *
 * @param name fully qualified, without the final dot
 * @param unicodeName the same with its label in Unicode, null when it is ASCII or not fit to be
 *     shown
 * @param lapsed whether the lease is over; shown only, the name is still served
 * @param owner the owner key in z-base-32, null when VACANT
 * @param ownerLabel that key's label when it is on this node
 * @param recovery the recovery key in z-base-32
 * @param locked whether the owner key alone can neither transfer nor release
 * @param g number of the last operation in the life of the name; null for a key name
 * @param tenure null for a key name
 * @param seq the zone's sequence number, 0 without a zone
 * @param leaseUntil null for a key name
 * @param updatedAt the zone's own time, null without a zone
 * @param daysLeft whole days until the lease ends, negative when it is over; null without a lease
 * @param offer the open one; null when there is none
 * @param revocationFile where the revocation lies that was signed in advance; null when it is not
 *     on the node
 * @param records {@code OWNER TTL TYPE RDATA} lines, the owner relative to the name
 */
public record NameDetails(
    String name,
    @Nullable String unicodeName,
    NameState state,
    boolean lapsed,
    @Nullable String owner,
    @Nullable String ownerLabel,
    @Nullable String recovery,
    boolean locked,
    @Nullable Long g,
    @Nullable Long tenure,
    long seq,
    @Nullable Instant leaseUntil,
    @Nullable Instant updatedAt,
    @Nullable Long daysLeft,
    @Nullable OpenOffer offer,
    @Nullable String revocationFile,
    List<String> records) {}
