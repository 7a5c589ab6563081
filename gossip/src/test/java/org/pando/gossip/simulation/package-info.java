/**
 * A network in one thread: nodes, the links between them and what goes wrong there, in virtual time
 * and from one seed. The same seed gives the same run, which {@link
 * org.pando.gossip.simulation.Trace} shows.
 *
 * <p>{@link org.pando.gossip.simulation.Simulation} is the place to begin. What runs on a node is a
 * {@link org.pando.gossip.simulation.Program}; what it sends is a {@link
 * org.pando.gossip.simulation.Packet}.
 */
@NullMarked
package org.pando.gossip.simulation;

import org.jspecify.annotations.NullMarked;
