/** Encodings that libp2p's protocols share; each checks its limits before it allocates. */
@NullMarked
package org.pando.gossip.wire;

import org.jspecify.annotations.NullMarked;
