/** The objects that are signed, stored and replicated, with their strict codecs. */
@NullMarked
package org.pando.registry.record;

import org.jspecify.annotations.NullMarked;
