/**
 * What two connected peers first want to know of each other: who they are and what they speak
 * (libp2p's identify and identify-push), and whether and how fast they answer (ping). All of it
 * runs on the gossip loop, over {@link org.pando.gossip.host.Host}.
 */
@NullMarked
package org.pando.gossip.identify;

import org.jspecify.annotations.NullMarked;
