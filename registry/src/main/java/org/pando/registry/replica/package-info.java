/** This node's copy of every joined network: the store behind it, and the published view of it. */
@NullMarked
package org.pando.registry.replica;

import org.jspecify.annotations.NullMarked;
