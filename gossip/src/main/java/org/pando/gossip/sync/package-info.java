/**
 * Two replicas find out in what they differ: range-based set reconciliation over an {@link
 * org.pando.gossip.sync.Inventory}, in the messages of negentropy's protocol V1. It knows ids and
 * times, not what they stand for.
 *
 * <p>A set is ordered by time, then id. One side sends fingerprints of ranges; the other answers
 * equal ranges with nothing, different ones with fingerprints of their parts, and small ones with
 * the ids in them.
 */
@NullMarked
package org.pando.gossip.sync;

import org.jspecify.annotations.NullMarked;
