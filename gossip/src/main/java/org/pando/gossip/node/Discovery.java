package org.pando.gossip.node;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.pando.gossip.GossipException;
import org.pando.gossip.GossipOptions;
import org.pando.gossip.PeerAddress;
import org.pando.gossip.Surroundings;
import org.pando.gossip.discovery.Bootstrap;
import org.pando.gossip.discovery.KnownPeers;
import org.pando.gossip.discovery.PeerExchange;
import org.pando.gossip.discovery.PeerSearch;
import org.pando.gossip.discovery.PeerSupply;
import org.pando.gossip.discovery.mapping.PortMapper;
import org.pando.gossip.discovery.mdns.LanDiscovery;
import org.pando.gossip.host.Requests;
import org.pando.gossip.host.TcpHost;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How the node finds peers and is found: what the options ask for, each on a worker. */
final class Discovery implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Discovery.class);

  private final GossipOptions options;
  private final TcpHost host;
  private final Surroundings surroundings;
  private final KnownPeers known;
  private final BootstrapPeers bootstrap;
  private final PeerSearch search;
  private final List<AutoCloseable> running = new ArrayList<>();

  Discovery(GossipOptions options, TcpHost host, Requests requests, Consumer<PeerAddress> keep) {
    this.options = options;
    this.host = host;
    this.surroundings = host.surroundings();
    known = new KnownPeers(surroundings.nanos());
    PeerSupply supply = new PeerSupply(host.id(), surroundings.random());
    PeerExchange exchange =
        new PeerExchange(known, supply, surroundings.random(), surroundings.nanos());
    requests.serve(PeerExchange.PROTOCOL, exchange);
    bootstrap = new BootstrapPeers(options.bootstrap(), new Bootstrap(surroundings.names()), keep);
    search =
        new PeerSearch(known, supply, exchange, requests::open, this::dial, surroundings.nanos());
  }

  /**
   * @throws GossipException MALFORMED when a bootstrap address is
   */
  static void check(GossipOptions options) throws GossipException {
    for (String text : options.bootstrap()) {
      Bootstrap.check(text);
    }
  }

  /** What hears of every peer. */
  KnownPeers known() {
    return known;
  }

  private void dial(PeerAddress address) {
    host.execute(() -> host.connect(address));
  }

  /**
   * @param sockets that are listened on
   * @param addresses of this node, with {@code /p2p/…}
   */
  void start(List<InetSocketAddress> sockets, Supplier<List<String>> addresses) {
    run(bootstrap, bootstrap);
    run(search, search);
    if (options.mdns()) {
      LanDiscovery lan = new LanDiscovery(host.id(), addresses, this::dial, surroundings);
      run(lan, lan);
    }
    if (options.portMapping()) {
      sockets.stream()
          .filter(socket -> hearsOutside(socket.getAddress()))
          .findFirst()
          .ifPresent(this::map);
    }
  }

  /** A wildcard of IPv6 hears IPv4 too. */
  private static boolean hearsOutside(InetAddress address) {
    return address.isAnyLocalAddress()
        || (address instanceof Inet4Address && !address.isLoopbackAddress());
  }

  private void map(InetSocketAddress socket) {
    PortMapper mapper =
        new PortMapper(
            socket.getPort(),
            found -> host.execute(() -> host.announce("port mapping", found)),
            surroundings);
    run(mapper, mapper);
  }

  private void run(Runnable task, AutoCloseable ending) {
    Executor workers = surroundings.workers();
    workers.execute(task);
    running.add(ending);
  }

  @Override
  public void close() {
    for (AutoCloseable each : running) {
      try {
        each.close();
      } catch (Exception e) {
        LOG.warn("looking for peers did not end in order; the node closes all the same", e);
      }
    }
  }
}
