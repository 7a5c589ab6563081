/**
 * What the registry keeps on disk: the data directory with its lock and format, and the store of
 * bundles, networks and configurations (registry specification, section 13).
 *
 * <p>The store holds bundles as opaque bytes: it neither decodes nor judges them.
 */
@NullMarked
package org.pando.registry.store;

import org.jspecify.annotations.NullMarked;
