/**
 * Step 1 of the ladder: special-use names, local records and hosts files, as one immutable set that
 * is replaced as a whole when a hosts file changes.
 */
@NullMarked
package org.pando.resolver.local;

import org.jspecify.annotations.NullMarked;
