/**
 * The gossip leaf: topics, peers, bytes and verdicts. It knows nothing of DNS or names; a topic's
 * payload is opaque, and the topic's handler says what becomes of it.
 */
@NullMarked
package org.pando.gossip;

import org.jspecify.annotations.NullMarked;
