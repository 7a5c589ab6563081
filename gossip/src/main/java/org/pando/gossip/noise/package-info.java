/**
 * The secure channel {@code /noise} of libp2p: Noise XX over Curve25519, ChaCha20-Poly1305 and
 * SHA-256, without I/O.
 */
@NullMarked
package org.pando.gossip.noise;

import org.jspecify.annotations.NullMarked;
