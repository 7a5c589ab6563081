/** multistream-select 1.0: how two ends agree on the protocol of a connection or stream. */
@NullMarked
package org.pando.gossip.multistream;

import org.jspecify.annotations.NullMarked;
