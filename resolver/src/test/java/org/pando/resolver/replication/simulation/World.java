package org.pando.resolver.replication.simulation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.pando.gossip.simulation.SimulatedNode;
import org.pando.registry.Bytes;
import org.pando.registry.TestNetwork;
import org.pando.registry.crypto.SignatureVerifier;
import org.pando.registry.record.Bundle;
import org.pando.registry.record.Genesis;

/**
 * What all replicas of a run have in common, and who of them is what. Every third node is hostile,
 * as far as the share of them goes; of the honest ones every tenth is a guest, who comes back with
 * an empty store whenever it has gone.
 */
final class World {
  private static final int GUEST_EACH = 10;
  private static final long YEAR = 365 * 86_400L;
  private static final int FOREIGN = 50;

  /** How long a program has been up before its owner goes on with what was left undone. */
  private static final Duration AT_HOME = Duration.ofSeconds(3);

  private final TestNetwork network = TestNetwork.home();
  private final Truth truth = new Truth(network.id());
  private final RememberingVerifier verifier = new RememberingVerifier();
  private final Figures figures = new Figures();
  private final Map<SimulatedNode, CheckedStore> stores = new HashMap<>();
  private final Map<SimulatedNode, List<Bundle>> undone = new HashMap<>();
  private final List<SimulatedNode> homes = new ArrayList<>();
  private final List<Bytes> foreign = new ArrayList<>();
  private final double hostileShare;

  /**
   * @param hostileShare of all nodes, 0 to 1
   */
  World(double hostileShare) {
    this.hostileShare = hostileShare;
    TestNetwork other = TestNetwork.of(1, "home.alt", 0); // the same keys, another genesis
    for (int i = 0; i < FOREIGN; i++) {
      foreign.add(other.bundle("name" + i, 1000).encode());
    }
  }

  TestNetwork network() {
    return network;
  }

  Genesis genesis() {
    return network.genesis();
  }

  String topic() {
    return "/pando/records/1.0.0/" + network.id();
  }

  Truth truth() {
    return truth;
  }

  SignatureVerifier verifier() {
    return verifier;
  }

  Figures figures() {
    return figures;
  }

  /** Bundles that are valid in another network of the same name and keys. */
  List<Bytes> foreign() {
    return foreign;
  }

  boolean isHostile(SimulatedNode node) {
    return (long) ((node.index() + 1) * hostileShare) > (long) (node.index() * hostileShare);
  }

  private boolean isGuest(SimulatedNode node) {
    return node.index() % GUEST_EACH == 0;
  }

  Conduct conduct(SimulatedNode node) {
    if (!isHostile(node)) {
      return new Honest(truth, node);
    }
    Hostile.Kind[] kinds = Hostile.Kind.values();
    return new Hostile(kinds[node.index() / 3 % kinds.length], this, node);
  }

  /** What a node finds on its disk when it starts. */
  CheckedStore store(SimulatedNode node) {
    if (isGuest(node) || !stores.containsKey(node)) {
      stores.put(node, new CheckedStore(truth, node.toString(), !isHostile(node)));
    }
    return stores.get(node);
  }

  /** What a node's clock shows, in seconds since 1970: years off at some. */
  long clock(SimulatedNode node) {
    long years = node.index() % 7 == 0 ? node.index() % 21 - 10 : 0;
    return TestNetwork.NOW + years * YEAR + node.simulation().now() / 1_000_000_000;
  }

  /** One of the honest nodes that keep what they have. */
  SimulatedNode anyHome(RandomGenerator random) {
    return homes.get(random.nextInt(homes.size()));
  }

  void settle(List<SimulatedNode> nodes) {
    nodes.stream().filter(node -> !isHostile(node) && !isGuest(node)).forEach(homes::add);
  }

  /** An owner publishes on a node, or on the next day that the node is up. */
  void publish(SimulatedNode node, Bundle bundle) {
    truth.publish(bundle);
    if (node.isUp()) {
      ReplicaProgram.of(node).publish(bundle.encode());
    } else {
      undone.computeIfAbsent(node, key -> new ArrayList<>()).add(bundle);
    }
  }

  void started(SimulatedNode node) {
    node.after(AT_HOME, () -> finish(node));
  }

  private void finish(SimulatedNode node) {
    List<Bundle> left = undone.remove(node);
    if (left != null) {
      left.forEach(bundle -> ReplicaProgram.of(node).publish(bundle.encode()));
    }
  }

  /** Whether owners have published all that they meant to. */
  boolean hasNothingUndone() {
    return undone.isEmpty();
  }

  /** What an honest node lacks, or has too much. */
  long missing(SimulatedNode node) {
    CheckedStore store = stores.get(node);
    return store == null ? truth.states().size() : store.missing();
  }
}
