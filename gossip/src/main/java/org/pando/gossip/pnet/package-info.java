/** Private networks: connections that say nothing to those without the network's key. */
@NullMarked
package org.pando.gossip.pnet;

import org.jspecify.annotations.NullMarked;
