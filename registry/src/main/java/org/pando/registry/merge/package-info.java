/** The join of two bundles of one name. */
@NullMarked
package org.pando.registry.merge;

import org.jspecify.annotations.NullMarked;
