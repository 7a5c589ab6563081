package org.pando.gossip.discovery.mapping;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.pando.gossip.GossipException;
import org.pando.gossip.Surroundings;
import org.pando.gossip.identity.Multiaddr;
import org.pando.gossip.identity.Reach;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a port of the router open for this node: PCP is tried first, then NAT-PMP, then UPnP. What
 * was opened is asked for again at half its time, and when this computer comes into another
 * network, and closed at the end. {@link #run} is a worker's and returns when it is closed.
 */
public final class PortMapper implements Runnable, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(PortMapper.class);
  private static final int NAT_PORT = 5351;
  private static final Duration LIFETIME = Duration.ofHours(1);
  private static final Duration LOOK_AGAIN = Duration.ofSeconds(30);

  private final int port;
  private final Consumer<List<String>> announce;
  private final Supplier<Optional<Route>> routes;
  private final Finder finder;
  private final Surroundings surroundings;
  private final MappingSchedule schedule;
  private final CountDownLatch closed = new CountDownLatch(1);
  // The worker's.
  private @Nullable Route route;
  private @Nullable Gateway gateway;
  private @Nullable Mapping mapping;
  private String said = "";

  /** The ways to open a port in a network, best first. */
  @FunctionalInterface
  interface Finder {
    List<Gateway> find(Route route) throws GossipException, InterruptedException;
  }

  /**
   * @param port where this node listens on IPv4
   * @param announce is told where this node can be reached from outside, a multiaddr without {@code
   *     /p2p/…}, or of none; any thread, returns at once
   */
  public PortMapper(int port, Consumer<List<String>> announce, Surroundings surroundings) {
    this(port, announce, Route::current, route -> known(route, surroundings), surroundings);
  }

  PortMapper(
      int port,
      Consumer<List<String>> announce,
      Supplier<Optional<Route>> routes,
      Finder finder,
      Surroundings surroundings) {
    this.port = port;
    this.announce = announce;
    this.routes = routes;
    this.finder = finder;
    this.surroundings = surroundings;
    this.schedule = new MappingSchedule(surroundings.random());
  }

  private static List<Gateway> known(Route route, Surroundings surroundings) {
    List<Gateway> ways = new ArrayList<>();
    if (route.gateway() != null) {
      InetSocketAddress router = new InetSocketAddress(route.gateway(), NAT_PORT);
      ways.add(new PcpGateway(router, surroundings.random(), surroundings.nanos()));
      ways.add(new NatPmpGateway(router, surroundings.nanos()));
    }
    ways.add(new FoundUpnpGateway(route.local(), Ssdp.GROUP, surroundings.nanos()));
    return ways;
  }

  @Override
  public void run() {
    try {
      do {
        look();
      } while (!closed.await(LOOK_AGAIN.toSeconds(), TimeUnit.SECONDS));
      giveUp();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** One turn: nothing most often. */
  void look() throws InterruptedException {
    Route current = routes.get().orElse(null);
    if (current == null || !current.equals(route)) {
      route = current;
      forget();
      schedule.restart(surroundings.nanos().getAsLong());
    }
    if (current == null || !schedule.isDue(surroundings.nanos().getAsLong())) {
      return;
    }
    if (Reach.of(current.local()) == Reach.PUBLIC) {
      schedule.settled(LIFETIME, surroundings.nanos().getAsLong());
      return;
    }
    Gateway before = gateway;
    if (before == null || !open(before, new ArrayList<>())) {
      openAny(current);
    }
  }

  private void openAny(Route current) throws InterruptedException {
    List<String> reasons = new ArrayList<>();
    try {
      for (Gateway way : finder.find(current)) {
        if (open(way, reasons)) {
          return;
        }
      }
    } catch (GossipException e) {
      reasons.add(String.valueOf(e.getMessage()));
    }
    forget();
    schedule.failed(surroundings.nanos().getAsLong());
    say(
        "no port of the router could be opened (%s), so peers outside this network cannot connect to this node, though it connects to them; forward TCP port %d to %s in the router, or switch UPnP, NAT-PMP or PCP on there"
            .formatted(String.join("; ", reasons), port, current.local().getHostAddress()));
  }

  private boolean open(Gateway way, List<String> reasons) throws InterruptedException {
    int wanted = mapping == null ? port : mapping.externalPort();
    try {
      Mapping opened = way.open(port, wanted, LIFETIME);
      take(way, opened);
      return true;
    } catch (GossipException e) {
      LOG.debug("{}: {}", way.protocol(), e.getMessage());
      reasons.add(
          e.kind() == GossipException.Kind.TIMEOUT
              ? way.protocol() + " is not answered"
              : String.valueOf(e.getMessage()));
      return false;
    }
  }

  private void take(Gateway way, Mapping opened) {
    boolean moved =
        mapping == null
            || !opened.external().equals(mapping.external())
            || opened.externalPort() != mapping.externalPort();
    gateway = way;
    mapping = opened;
    schedule.settled(opened.lifetime(), surroundings.nanos().getAsLong());
    if (!moved) {
      return;
    }
    InetSocketAddress outside = new InetSocketAddress(opened.external(), opened.externalPort());
    if (Reach.of(opened.external()) != Reach.PUBLIC || opened.externalPort() == 0) {
      announce.accept(List.of());
      say(
          "the router opened port %d by %s, but its own outside address %s is not public: another router stands between, so peers outside cannot connect to this node, though it connects to them"
              .formatted(
                  opened.externalPort(), way.protocol(), opened.external().getHostAddress()));
      return;
    }
    announce.accept(List.of(Multiaddr.of(outside).toString()));
    LOG.info("the router opened port {} by {}", opened.externalPort(), way.protocol());
    said = "";
  }

  private void forget() {
    if (mapping != null) {
      announce.accept(List.of());
    }
    mapping = null;
    gateway = null;
  }

  private void giveUp() throws InterruptedException {
    if (gateway != null && mapping != null) {
      try {
        gateway.close(mapping);
      } catch (GossipException e) {
        LOG.debug("the router's port stays open for a while: {}", e.getMessage());
      }
    }
  }

  private void say(String message) {
    if (!message.equals(said)) {
      said = message;
      LOG.warn("{}", message);
    }
  }

  /** What stands is closed by the worker, within seconds. */
  @Override
  public void close() {
    closed.countDown();
  }
}
