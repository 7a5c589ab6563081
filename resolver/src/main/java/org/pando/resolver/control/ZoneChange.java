package org.pando.resolver.control;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A change of a name's records. First the file replaces everything, then records are removed, then
 * added.
 *
 * @param add zone-file lines without the class, the owner relative to the name
 * @param remove lines to match; a line without a time to live matches any
 * @param zoneFile all records from now on; null = start from the present ones
 * @param expectSeq refuse with CONFLICT unless the zone has this sequence number; null = do not
 *     care
 * @param dryRun check everything, change nothing
 */
public record ZoneChange(
    List<String> add,
    List<String> remove,
    @Nullable ZoneFile zoneFile,
    @Nullable Long expectSeq,
    boolean dryRun) {}
