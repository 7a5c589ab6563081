/**
 * Hundreds of replicas in one thread and in virtual time: the real {@link
 * org.pando.resolver.replication.Replication} of each over gossip's simulator, faults and hostile
 * nodes included. {@link org.pando.resolver.replication.simulation.Scenario} is the place to begin.
 */
@NullMarked
package org.pando.resolver.replication.simulation;

import org.jspecify.annotations.NullMarked;
