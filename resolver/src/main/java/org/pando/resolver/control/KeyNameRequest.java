package org.pando.resolver.control;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The first records under the name that a key has by itself, in the default network.
 *
 * @param key the label of the key; null = the default key, made when there is none yet
 * @param records zone-file lines without the class, the owner relative to the name
 * @param zoneFile more records; null for none
 * @param dryRun check everything, change nothing
 */
public record KeyNameRequest(
    @Nullable String key, List<String> records, @Nullable ZoneFile zoneFile, boolean dryRun) {}
