/**
 * A node in one file: its keys, its store, and what else it keeps, but never what it signed as a
 * witness. A zip file with these entries:
 *
 * <pre>
 * registry.db          a compact copy of the store
 * FOLDER/FILE          the files of the folders in {@link org.pando.registry.backup.PartName}
 * manifest             the last one:
 *   pando-backup 1                       the version of this layout
 *   program 0.1.0                        what made it
 *   created 2026-11-25T10:00:00Z
 *   data 1                               the format of the data directory
 *   part SIZE SHA-256 NAME               one line per other entry, in their order
 * </pre>
 */
@NullMarked
package org.pando.registry.backup;

import org.jspecify.annotations.NullMarked;
