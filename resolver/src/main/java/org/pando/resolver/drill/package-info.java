/** Rehearsals of outages, with real questions, beside the node and without touching it. */
@NullMarked
package org.pando.resolver.drill;

import org.jspecify.annotations.NullMarked;
