/**
 * The composition root: {@link org.pando.gossip.node.Libp2pNode} puts host, identify, ping, gossip
 * and discovery together. Nothing of gossip depends on it.
 */
@NullMarked
package org.pando.gossip.node;

import org.jspecify.annotations.NullMarked;
