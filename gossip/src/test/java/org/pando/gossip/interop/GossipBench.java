package org.pando.gossip.interop;

import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import org.pando.gossip.TestIdentity;
import org.pando.gossip.Topic;
import org.pando.gossip.TopicHandler;
import org.pando.gossip.Verdict;
import org.pando.gossip.upgrade.Upgrade;

/**
 * What a peer costs, ours and js-libp2p's in turn under the same load of this process: {@code java
 * … GossipBench @JVM-OPTIONS ROUNDS}. The CPU time is the peer's process's, user and system.
 */
final class GossipBench {
  private static final String TOPIC = "bench";
  private static final int MESSAGE = 1_024;
  private static final int HANDSHAKES = 100;
  private static final int DIALERS = 4;
  private static final int ROUTED = 4_000;
  private static final int UNDER_WAY = 100;
  private static final int LEAVES = 50;
  private static final int BATCHES = 10;
  private static final int BATCH = 20;
  private static final int WARM_ROUNDS = 5;
  private static final long PATIENCE_SECONDS = 30;

  /** What one round took: CPU microseconds and bytes written per unit, units per second. */
  private record Cost(double micros, double bytes, double perSecond) {}

  /** What a peer is put under; connected before it is measured. */
  private interface Load extends AutoCloseable {
    /** Has the peer do it, and returns how often it did. */
    int run() throws Exception;

    @Override
    default void close() {}
  }

  /** Connects a load to a peer. */
  private interface Loader {
    Load connect(PeerProcess hub) throws Exception;
  }

  private final Map<String, PeerProcess> hubs = new LinkedHashMap<>();

  private GossipBench() {}

  public static void main(String[] arguments) throws Exception {
    int rounds = Integer.parseInt(arguments[1]);
    System.out.printf(
        Locale.ROOT,
        "%d rounds after %d to warm up, medians; %d processors, load %s%n%-22s %-12s %10s %10s %10s"
            + "   %s%n",
        rounds,
        WARM_ROUNDS,
        Runtime.getRuntime().availableProcessors(),
        Files.readString(Path.of("/proc/loadavg")).split(" ", 2)[0],
        "of the peer",
        "peer",
        "CPU us",
        "bytes out",
        "per second",
        "CPU us, all rounds");
    GossipBench bench = new GossipBench();
    try (PeerProcess ours = new PeerProcess(ourCommand(arguments[0]));
        PeerProcess js = JsPeer.startUnsigned("--quiet", "--heartbeat", "1000", "--topic", TOPIC)) {
      bench.hubs.put("pando", ours);
      bench.hubs.put("js-libp2p", js);
      bench.measure("handshake", rounds, hub -> () -> handshakes(hub));
      bench.measure("routed message", rounds, Routed::new);
      bench.measure("message to each of " + LEAVES, rounds, FanOut::new);
    }
  }

  private static ProcessBuilder ourCommand(String options) {
    return new ProcessBuilder(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        options,
        "-cp",
        System.getProperty("java.class.path"),
        OurHub.class.getName(),
        TOPIC);
  }

  private void measure(String unit, int rounds, Loader loader) throws Exception {
    Map<String, Load> loads = new LinkedHashMap<>();
    Map<String, List<Cost>> costs = new LinkedHashMap<>();
    try {
      for (Map.Entry<String, PeerProcess> hub : hubs.entrySet()) {
        loads.put(hub.getKey(), loader.connect(hub.getValue()));
        costs.put(hub.getKey(), new ArrayList<>());
      }
      for (int round = -WARM_ROUNDS; round < rounds; round++) {
        for (Map.Entry<String, Load> load : loads.entrySet()) {
          Cost cost = round(hubs.get(load.getKey()), load.getValue());
          if (round >= 0) {
            costs.get(load.getKey()).add(cost);
          }
        }
      }
    } finally {
      loads.values().forEach(Load::close);
    }
    costs.forEach((name, all) -> print(unit, name, all));
  }

  private static Cost round(PeerProcess hub, Load load) throws Exception {
    Duration cpu = hub.cpu();
    long bytes = hub.written();
    long began = System.nanoTime();
    double units = load.run();
    long ended = System.nanoTime();
    return new Cost(
        hub.cpu().minus(cpu).toNanos() / 1e3 / units,
        (hub.written() - bytes) / units,
        units * 1e9 / (ended - began));
  }

  private static void print(String unit, String name, List<Cost> costs) {
    System.out.printf(
        Locale.ROOT,
        "%-22s %-12s %10.1f %10.0f %10.0f   %s%n",
        unit,
        name,
        median(costs.stream().mapToDouble(Cost::micros)),
        median(costs.stream().mapToDouble(Cost::bytes)),
        median(costs.stream().mapToDouble(Cost::perSecond)),
        costs.stream()
            .map(c -> String.format(Locale.ROOT, "%.1f", c.micros()))
            .collect(Collectors.joining(" ")));
  }

  private static double median(DoubleStream values) {
    double[] sorted = values.sorted().toArray();
    return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
  }

  /** Connections up to the muxer, several at once, each closed then. */
  private static int handshakes(PeerProcess hub) throws Exception {
    try (ExecutorService dialers = Executors.newFixedThreadPool(DIALERS)) {
      List<Future<?>> results = new ArrayList<>();
      for (int i = 0; i < HANDSHAKES; i++) {
        results.add(
            dialers.submit(
                () -> {
                  try (Socket socket = Upgrades.connect(hub)) {
                    TestIdentity identity = new TestIdentity(OurPeer.random(32));
                    return Upgrades.run(
                        socket, Upgrade.dialer(identity, hub.peerId(), Upgrades.RANDOM, true));
                  }
                }));
      }
      for (Future<?> result : results) {
        result.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
      }
    }
    return HANDSHAKES;
  }

  /** A peer that listens nowhere, so that it is connected with the hub only. */
  private static OurPeer leaf(PeerProcess hub, TopicHandler handler) throws Exception {
    OurPeer leaf = OurPeer.startDialing();
    leaf.node().subscribe(new Topic(TOPIC, 65_536), handler);
    leaf.node().keep(hub.peerAddress());
    leaf.status(hub, s -> s.topics().contains(TOPIC));
    return leaf;
  }

  /** One publishes, the hub forwards, one hears; so many messages are under way at most. */
  private static final class Routed implements Load {
    private final Random random = new Random(2);
    private final Semaphore room = new Semaphore(UNDER_WAY);
    private final OurPeer publisher;
    private final OurPeer subscriber;

    Routed(PeerProcess hub) throws Exception {
      publisher = leaf(hub, (payload, from) -> Verdict.IGNORE);
      subscriber =
          leaf(
              hub,
              (payload, from) -> {
                room.release();
                return Verdict.IGNORE;
              });
    }

    @Override
    public int run() throws Exception {
      for (int i = 0; i < ROUTED; i++) {
        acquire(room, 1);
        publisher.node().publish(TOPIC, message(random));
      }
      acquire(room, UNDER_WAY);
      room.release(UNDER_WAY);
      return ROUTED;
    }

    @Override
    public void close() {
      publisher.close();
      subscriber.close();
    }
  }

  /** The hub publishes to all leaves, a batch at a time. */
  private static final class FanOut implements Load {
    private final PeerProcess hub;
    private final Semaphore heard = new Semaphore(0);
    private final List<OurPeer> leaves = new ArrayList<>();

    FanOut(PeerProcess hub) throws Exception {
      this.hub = hub;
      for (int i = 0; i < LEAVES; i++) {
        leaves.add(
            leaf(
                hub,
                (payload, from) -> {
                  heard.release();
                  return Verdict.IGNORE;
                }));
      }
    }

    @Override
    public int run() throws Exception {
      for (int i = 0; i < BATCHES; i++) {
        hub.command("publish", "topic", TOPIC, "size", MESSAGE, "count", BATCH);
        acquire(heard, BATCH * LEAVES);
      }
      return BATCHES * BATCH * LEAVES;
    }

    @Override
    public void close() {
      leaves.forEach(OurPeer::close);
    }
  }

  private static byte[] message(Random random) {
    byte[] message = new byte[MESSAGE];
    random.nextBytes(message);
    return message;
  }

  private static void acquire(Semaphore permits, int count) throws InterruptedException {
    if (!permits.tryAcquire(count, PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      throw new AssertionError(
          count
              - permits.availablePermits()
              + " messages did not come in "
              + PATIENCE_SECONDS
              + " s");
    }
  }
}
