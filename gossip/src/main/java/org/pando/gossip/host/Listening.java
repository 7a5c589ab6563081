package org.pando.gossip.host;

import io.netty.channel.socket.SocketChannel;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.pando.gossip.GossipException;
import org.pando.gossip.GossipException.Kind;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The sockets that are listened on, and the addresses they come down to, which are read anew every
 * ten seconds. Owned by the gossip loop, except for {@link #listen}.
 */
final class Listening {
  private static final Logger LOG = LoggerFactory.getLogger(Listening.class);
  private static final Duration RENEWAL = Duration.ofSeconds(10);

  private final Sockets sockets;
  private final Executor workers;
  private final Consumer<SocketChannel> accepted;
  private final Runnable changed;
  private final OwnAddresses own = new OwnAddresses();

  /**
   * @param changed told when {@link #addresses} says something else than before
   */
  Listening(Sockets sockets, Executor workers, Consumer<SocketChannel> accepted, Runnable changed) {
    this.sockets = sockets;
    this.workers = workers;
    this.accepted = accepted;
    this.changed = changed;
  }

  /** See {@link TcpHost#listen}. */
  List<InetSocketAddress> listen(List<String> multiaddrs) throws GossipException {
    List<InetSocketAddress> wanted = new ArrayList<>();
    for (String text : multiaddrs) {
      wanted.add(OwnAddresses.toListen(text));
    }
    List<InetSocketAddress> listening = new ArrayList<>();
    for (InetSocketAddress at : wanted) {
      listening.add(OwnAddresses.isCovered(at, wanted) ? at : bind(at, wanted));
    }
    if (!wanted.isEmpty()) {
      readInterfaces();
    }
    return listening;
  }

  /** Where there is no IPv6, the IPv4 wildcard that stands beside that of IPv6 is enough. */
  private InetSocketAddress bind(InetSocketAddress at, List<InetSocketAddress> wanted)
      throws GossipException {
    try {
      return bind(at);
    } catch (GossipException e) {
      for (InetSocketAddress other : wanted) {
        if (OwnAddresses.covers(at, other)) {
          InetSocketAddress bound = bind(other);
          LOG.info("listening over IPv4 only: {}", e.getMessage());
          return bound;
        }
      }
      throw e;
    }
  }

  private InetSocketAddress bind(InetSocketAddress at) throws GossipException {
    try {
      InetSocketAddress bound = sockets.listen(at, accepted);
      sockets.loop().execute(() -> own.listening(bound));
      return bound;
    } catch (Exception e) {
      throw new GossipException(
          Kind.UNREACHABLE,
          "cannot listen on "
              + SocketText.of(at)
              + ": "
              + e.getMessage()
              + "; choose another port or address, or stop the program that has it",
          e);
    }
  }

  /** On the caller's thread of {@link #listen}, then on a worker every ten seconds. */
  private void readInterfaces() {
    try {
      List<InetAddress> found = OwnAddresses.interfaces();
      sockets.loop().execute(() -> interfaces(found));
    } catch (SocketException e) {
      LOG.warn("the system does not tell its network interfaces; asking again in ten seconds", e);
    }
    sockets
        .loop()
        .execute(() -> sockets.loop().after(RENEWAL, () -> workers.execute(this::readInterfaces)));
  }

  private void interfaces(List<InetAddress> found) {
    own.interfaces(found);
    renew();
  }

  /** See {@link Host#announce}. */
  void announce(String source, List<String> addresses) {
    own.announce(source, addresses);
    renew();
  }

  private void renew() {
    if (own.renew()) {
      changed.run();
    }
  }

  /** See {@link Host#addresses}. */
  List<String> addresses() {
    return own.all();
  }
}
