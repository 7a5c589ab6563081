/**
 * Many streams over one connection, each with flow control of its own, after libp2p's yamux
 * specification, {@code /yamux/1.0.0}. Nothing here moves bytes: what arrives is put in, what is to
 * be sent is taken out.
 */
@NullMarked
package org.pando.gossip.yamux;

import org.jspecify.annotations.NullMarked;
