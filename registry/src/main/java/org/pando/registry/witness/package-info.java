/**
 * Witnesses and claimants (registry specification, section 9), without sockets, threads or timers:
 * requests in, replies out. Round 0 only: what decides a split vote needs more than one witness.
 */
@NullMarked
package org.pando.registry.witness;

import org.jspecify.annotations.NullMarked;
