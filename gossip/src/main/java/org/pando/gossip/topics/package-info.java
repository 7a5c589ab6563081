/**
 * Topics over a host's streams: one stream pair per peer carries the RPCs of {@code pubsub}'s
 * router, workers judge the messages. {@code Pubsub} is the entrance.
 */
@NullMarked
package org.pando.gossip.topics;

import org.jspecify.annotations.NullMarked;
