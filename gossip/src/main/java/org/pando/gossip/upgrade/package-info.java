/** How a raw connection becomes one that is secure, whose peer is known, and that carries yamux. */
@NullMarked
package org.pando.gossip.upgrade;

import org.jspecify.annotations.NullMarked;
