/**
 * How a node finds peers: addresses that people wrote down, other peers' signed records, and which
 * of them to dial next. What is believed of whom is decided here; the host dials.
 */
@NullMarked
package org.pando.gossip.discovery;

import org.jspecify.annotations.NullMarked;
