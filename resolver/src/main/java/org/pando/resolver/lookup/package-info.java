/**
 * The slow lane: one virtual thread per question, from coalescing and cache down to the upstreams.
 */
@NullMarked
package org.pando.resolver.lookup;

import org.jspecify.annotations.NullMarked;
