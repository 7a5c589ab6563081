package org.pando.gossip.pubsub;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.pando.gossip.PeerId;
import org.pando.gossip.pubsub.ScoreOptions.TopicWeights;

/**
 * What the conduct of peers has earned them (gossipsub 1.1, peer scoring): P1, P2 and P4 of each
 * topic, P5, P6 and P7. Peers that have gone keep theirs for a while as it is: nobody gets rid of a
 * bad one by staying away. Owned by the router's thread.
 */
final class PeerScores {
  /** Counters below it are 0. */
  private static final double DECAY_TO_ZERO = 0.1;

  /** How many peers that have gone are remembered. */
  private static final int MAX_GONE = 10_000;

  private static final double SECOND = 1e9;

  private static final class Counters {
    private boolean inMesh;
    private long inMeshSince;
    private double meshSeconds;
    private double firstDeliveries;
    private double invalid;

    private boolean isZero() {
      return !inMesh && firstDeliveries == 0 && invalid == 0;
    }
  }

  private static final class Conduct {
    private final Map<String, Counters> topics = new HashMap<>();
    private double application;
    private double misdeeds;
    private String network = "";
    private long goneAt;

    /** Not a number when it is to be computed. */
    private double score = Double.NaN;
  }

  private final ScoreOptions options;
  private final Map<PeerId, Conduct> present = new LinkedHashMap<>();

  /** The longest gone first. */
  private final Map<PeerId, Conduct> gone = new LinkedHashMap<>();

  private final Map<String, Integer> networks = new HashMap<>();

  PeerScores(ScoreOptions options) {
    this.options = options;
  }

  /** The peer has come, or its traits have changed. */
  void add(PeerId peer, PeerTraits traits) {
    @Nullable Conduct remembered = gone.remove(peer);
    if (remembered != null) {
      present.put(peer, remembered);
    }
    Conduct conduct = present.computeIfAbsent(peer, none -> new Conduct());
    conduct.application = traits.application();
    leaveNetwork(conduct);
    conduct.network = network(traits.ip());
    if (!conduct.network.isEmpty()) {
      networks.merge(conduct.network, 1, Integer::sum);
    }
    recompute();
  }

  void remove(PeerId peer, long now) {
    @Nullable Conduct conduct = present.remove(peer);
    if (conduct == null) {
      return;
    }
    leaveNetwork(conduct);
    recompute();
    conduct.score = Double.NaN;
    conduct.topics.values().forEach(counters -> counters.inMesh = false);
    conduct.goneAt = now;
    if (gone.size() >= MAX_GONE) {
      gone.remove(gone.keySet().iterator().next());
    }
    gone.put(peer, conduct);
  }

  void grafted(PeerId peer, String topic, long now) {
    Counters counters = counters(peer, topic);
    counters.inMesh = true;
    counters.inMeshSince = now;
    counters.meshSeconds = 0;
  }

  void pruned(PeerId peer, String topic) {
    counters(peer, topic).inMesh = false;
  }

  /** P2. */
  void firstDelivery(PeerId peer, String topic) {
    Counters counters = counters(peer, topic);
    counters.firstDeliveries =
        Math.min(options.topic().firstDeliveriesCap(), counters.firstDeliveries + 1);
  }

  /** P4. */
  void invalid(PeerId peer, String topic) {
    counters(peer, topic).invalid++;
  }

  /** P7. */
  void misbehaved(PeerId peer, double misdeeds) {
    @Nullable Conduct conduct = present.get(peer);
    if (conduct != null) {
      conduct.misdeeds += misdeeds;
      conduct.score = Double.NaN;
    }
  }

  /** A heartbeat, which is a second, has passed. */
  void onHeartbeat(long now) {
    present.values().forEach(conduct -> decay(conduct, now));
    Iterator<Conduct> longest = gone.values().iterator();
    long retained = options.retained().toNanos();
    while (longest.hasNext() && now - longest.next().goneAt >= retained) {
      longest.remove();
    }
  }

  ScoreOptions.Thresholds thresholds() {
    return options.thresholds();
  }

  /** 0 of strangers. */
  double score(PeerId peer) {
    @Nullable Conduct conduct = present.get(peer);
    if (conduct == null) {
      conduct = gone.get(peer);
    }
    if (conduct == null) {
      return 0;
    }
    if (Double.isNaN(conduct.score)) {
      conduct.score = compute(conduct);
    }
    return conduct.score;
  }

  int size() {
    return present.size() + gone.size();
  }

  private double compute(Conduct conduct) {
    double topics = 0;
    for (Counters counters : conduct.topics.values()) {
      topics += score(counters);
    }
    double misdeeds = Math.max(0, conduct.misdeeds - options.behaviourThreshold());
    return Math.min(options.topicCap(), topics)
        + options.applicationWeight() * conduct.application
        + colocation(conduct)
        + options.behaviourWeight() * misdeeds * misdeeds;
  }

  private double score(Counters counters) {
    TopicWeights weights = options.topic();
    double meshSeconds =
        counters.inMesh ? Math.min(weights.meshSecondsCap(), counters.meshSeconds) : 0;
    return weights.meshSecond() * meshSeconds
        + weights.firstDelivery() * counters.firstDeliveries
        + weights.invalid() * counters.invalid * counters.invalid;
  }

  private double colocation(Conduct conduct) {
    int above = networks.getOrDefault(conduct.network, 0) - options.colocationThreshold();
    return above > 0 ? options.colocationWeight() * above * above : 0;
  }

  private void decay(Conduct conduct, long now) {
    TopicWeights weights = options.topic();
    conduct.score = Double.NaN;
    conduct.misdeeds = decayed(conduct.misdeeds, options.behaviourDecay());
    for (Counters counters : conduct.topics.values()) {
      counters.meshSeconds = counters.inMesh ? (now - counters.inMeshSince) / SECOND : 0;
      counters.firstDeliveries = decayed(counters.firstDeliveries, weights.firstDeliveriesDecay());
      counters.invalid = decayed(counters.invalid, weights.invalidDecay());
    }
    conduct.topics.values().removeIf(Counters::isZero);
  }

  private static double decayed(double counter, double decay) {
    double left = counter * decay;
    return left < DECAY_TO_ZERO ? 0 : left;
  }

  /** For writing to. Of a peer that has gone, what it did while it was here still counts. */
  private Counters counters(PeerId peer, String topic) {
    @Nullable Conduct conduct = present.get(peer);
    if (conduct == null) {
      conduct = gone.get(peer);
    }
    if (conduct == null) {
      return new Counters();
    }
    conduct.score = Double.NaN;
    return conduct.topics.computeIfAbsent(topic, none -> new Counters());
  }

  /** Who shares a network has changed. */
  private void recompute() {
    present.values().forEach(conduct -> conduct.score = Double.NaN);
  }

  private void leaveNetwork(Conduct conduct) {
    if (!conduct.network.isEmpty()) {
      networks.computeIfPresent(conduct.network, (none, peers) -> peers > 1 ? peers - 1 : null);
      conduct.network = "";
    }
  }

  /** What peers share when P6 counts them together; empty when they are not counted. */
  private static String network(String ip) {
    InetAddress address;
    try {
      address = InetAddress.ofLiteral(ip);
    } catch (IllegalArgumentException e) {
      return "";
    }
    byte[] bytes = address.getAddress();
    boolean uniqueLocal = address instanceof Inet6Address && (bytes[0] & 0xfe) == 0xfc;
    if (uniqueLocal
        || address.isLoopbackAddress()
        || address.isSiteLocalAddress()
        || address.isLinkLocalAddress()) {
      return "";
    }
    return HexFormat.of().formatHex(bytes.length == 16 ? Arrays.copyOf(bytes, 8) : bytes);
  }
}
