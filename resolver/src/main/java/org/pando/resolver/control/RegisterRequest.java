package org.pando.resolver.control;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A claim.
 *
 * @param name as typed
 * @param records zone-file lines without the class, the owner relative to the name
 * @param zoneFile more records; null for none
 * @param key the label of the owner key; null = the default key, made when there is none yet
 * @param dryRun check everything, change nothing
 */
public record RegisterRequest(
    String name,
    List<String> records,
    @Nullable ZoneFile zoneFile,
    @Nullable String key,
    boolean dryRun) {}
