package org.pando.gossip.discovery.mdns;

import java.io.IOException;
import java.net.BindException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.pando.gossip.GossipException;
import org.pando.gossip.PeerAddress;
import org.pando.gossip.PeerId;
import org.pando.gossip.Surroundings;
import org.pando.gossip.identity.Multiaddr;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the nodes of this computer's links, and is found by them: one socket for each suitable
 * interface and family, looked at anew every few seconds. {@link #run} is a worker's and returns
 * when it is closed; the sockets have workers of their own. A link where it fails is named once in
 * the log and tried again; the node goes on without it.
 */
public final class LanDiscovery implements Runnable, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LanDiscovery.class);
  private static final long PAUSE_SECONDS = 5;
  private static final int NAME_LENGTH = 40;
  private static final String LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789";

  private final PeerId self;
  private final Supplier<List<String>> addresses;
  private final Consumer<PeerAddress> found;
  private final Surroundings surroundings;
  private final String instance;
  private final LanPeers peers = new LanPeers();
  private final Map<Key, LinkSocket> sockets = new HashMap<>();
  private final Set<String> said = new HashSet<>();
  private final CountDownLatch closed = new CountDownLatch(1);

  private record Key(Link link, boolean ipv4) {}

  /**
   * @param addresses where this node listens now, multiaddrs with {@code /p2p/…}; any thread
   * @param found is told where a peer may be, to dial it; any thread, returns at once
   */
  public LanDiscovery(
      PeerId self,
      Supplier<List<String>> addresses,
      Consumer<PeerAddress> found,
      Surroundings surroundings) {
    this.self = self;
    this.addresses = addresses;
    this.found = found;
    this.surroundings = surroundings;
    this.instance = instance(surroundings.random());
  }

  /** A name that says nothing of this node. */
  static String instance(RandomGenerator random) {
    StringBuilder name = new StringBuilder();
    for (int i = 0; i < NAME_LENGTH; i++) {
      name.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
    }
    return name.toString();
  }

  @Override
  public void run() {
    try {
      do {
        look();
      } while (!closed.await(PAUSE_SECONDS, TimeUnit.SECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      sockets.values().forEach(LinkSocket::close);
    }
  }

  /** Opens sockets on links that are new, and closes those of links that changed or went. */
  private void look() {
    Set<Key> wanted = new HashSet<>();
    try {
      for (Link link : Link.all()) {
        if (link.isSuitable()) {
          for (boolean ipv4 : new boolean[] {true, false}) {
            if (link.has(ipv4)) {
              wanted.add(new Key(link, ipv4));
            }
          }
        }
      }
    } catch (IOException e) {
      sayOnce("multicast DNS: the network interfaces cannot be listed: " + e.getMessage());
      return;
    }
    sockets
        .entrySet()
        .removeIf(
            entry -> {
              if (!wanted.contains(entry.getKey())) {
                entry.getValue().close();
              }
              return entry.getValue().isClosed();
            });
    if (wanted.isEmpty()) {
      sayOnce(
          "multicast DNS: no network interface is suitable, so nodes of the same network are not"
              + " found by themselves; name them in the list of peers, or connect to a network");
    }
    wanted.stream().filter(key -> !sockets.containsKey(key)).forEach(this::open);
  }

  private void open(Key key) {
    Link link = key.link();
    try {
      MdnsLink state =
          new MdnsLink(
              self,
              instance,
              link.prefixes(),
              surroundings.random(),
              surroundings.nanos().getAsLong());
      LinkSocket socket =
          new LinkSocket(link, key.ipv4(), state, this::own, this::found, surroundings.nanos());
      sockets.put(key, socket);
      surroundings.workers().execute(socket);
      LOG.debug("multicast DNS on {} over {}", link.name(), key.ipv4() ? "IPv4" : "IPv6");
    } catch (BindException e) {
      sayOnce(
          "multicast DNS on %s: UDP port 5353 is taken by a program that does not share it, so nodes of this network are not found by themselves; end that program, or name them in the list of peers"
              .formatted(link.name()));
    } catch (IOException | RuntimeException e) {
      sayOnce(
          "multicast DNS on %s over %s does not work (%s), so nodes of this network may not be found by themselves; allow multicast there, or name them in the list of peers"
              .formatted(link.name(), key.ipv4() ? "IPv4" : "IPv6", e.getMessage()));
    }
  }

  private List<Multiaddr> own() {
    return addresses.get().stream()
        .flatMap(
            text -> {
              try {
                return Stream.of(Multiaddr.parse(text));
              } catch (GossipException e) {
                return Stream.of();
              }
            })
        .toList();
  }

  private void found(LanPeer peer) {
    List<PeerAddress> admitted = peers.admit(peer, surroundings.nanos().getAsLong());
    for (PeerAddress address : admitted) {
      LOG.debug("{} says it is {}", peer.source(), address);
      found.accept(address);
    }
  }

  private void sayOnce(String message) {
    if (said.add(message)) {
      LOG.warn("{}", message);
    }
  }

  @Override
  public void close() {
    closed.countDown();
  }
}
