/**
 * A libp2p host over TCP: it listens, dials and upgrades connections, and carries streams of many
 * protocols over each. Other packages see {@link org.pando.gossip.host.Host}: peers, and streams of
 * bytes to them. What stands between bytes and streams is free of sockets; Netty appears behind it,
 * in this package only.
 *
 * <p>One event loop thread, the gossip loop, owns every connection, stream and listener. Nothing
 * that runs on it may wait.
 */
@NullMarked
package org.pando.gossip.host;

import org.jspecify.annotations.NullMarked;
