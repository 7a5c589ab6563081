package org.pando.resolver.replication.simulation;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;
import org.pando.gossip.simulation.Packet;
import org.pando.gossip.simulation.Program;
import org.pando.gossip.simulation.RouterProgram;
import org.pando.gossip.simulation.Setup;
import org.pando.gossip.simulation.SimulatedNode;
import org.pando.registry.Bytes;
import org.pando.registry.Network;
import org.pando.registry.Published;
import org.pando.registry.RegistryException;
import org.pando.registry.replica.Replica;
import org.pando.registry.store.Sharing;
import org.pando.registry.witness.WitnessReply.Code;
import org.pando.registry.witness.WitnessReply.Refused;
import org.pando.resolver.replication.RegistryWriter;
import org.pando.resolver.replication.Replication;

/** A replica on a simulated node: the program's own replication, on a simulated node of gossip. */
final class ReplicaProgram implements Program {
  /** As often as the program does. */
  private static final Duration HOUSEKEEPING = Duration.ofSeconds(10);

  private static final String KEY = ".key";

  private final SimulatedNode node;
  private final World world;
  private final RouterProgram router;
  private final SimulatedGossip gossip;
  private final Replica replica;
  private final Network network;
  private final Replication replication;

  /** The simulation's thread, or the strand that runs instead of it, is the registry's too. */
  private static final class Writer implements RegistryWriter {
    @Override
    public <T> T call(Callable<T> task) throws RegistryException {
      try {
        return task.call();
      } catch (RegistryException | RuntimeException e) {
        throw e;
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }

    @Override
    public void execute(Runnable task) {
      task.run();
    }
  }

  ReplicaProgram(SimulatedNode node, World world) {
    this.node = node;
    this.world = world;
    Conduct conduct = world.conduct(node);
    this.router = new RouterProgram(node, Setup.HONEST.behaving(() -> conduct));
    this.gossip = new SimulatedGossip(node, router, conduct, world.figures());
    try {
      this.replica = Replica.open(world.store(node), world.verifier(), 1);
      if (replica.networks().isEmpty()) {
        replica.share(replica.add(world.genesis()), Sharing.OPEN);
      }
      while (replica.load(1000)) {}
    } catch (RegistryException e) {
      throw new IllegalStateException(e);
    }
    this.network = replica.networks().getFirst();
    this.replication =
        new Replication(
            replica,
            new Writer(),
            key -> gossip,
            (of, request) -> Refused.of(Code.BUSY, "is not decided in this simulation"),
            new Replication.Tools(
                gossip::work,
                Runnable::run,
                () -> node.simulation().now(),
                () -> Instant.ofEpochSecond(world.clock(node)),
                node.random()));
  }

  static ReplicaProgram of(SimulatedNode node) {
    return (ReplicaProgram) node.program();
  }

  Replica replica() {
    return replica;
  }

  Network network() {
    return network;
  }

  /** What questions for a name are answered from. */
  Published served(String key) {
    boolean keyName = key.endsWith(KEY);
    String label = keyName ? key.substring(0, key.length() - KEY.length()) : key;
    byte[] wire = new byte[1 + label.length()];
    wire[0] = (byte) label.length();
    System.arraycopy(label.getBytes(StandardCharsets.US_ASCII), 0, wire, 1, label.length());
    return replica.find(network, wire, 0, keyName);
  }

  /** What replicas are compared by. */
  Bytes fingerprint() {
    return replication.report().fingerprint(network).orElse(Bytes.EMPTY);
  }

  RouterProgram router() {
    return router;
  }

  /** An owner's program on this node has made a bundle. */
  void publish(Bytes bundle) {
    try {
      var _ = replica.apply(network, bundle);
    } catch (RegistryException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void start() {
    router.start();
    try {
      replication.begin();
    } catch (RegistryException e) {
      throw new IllegalStateException(e);
    }
    node.every(HOUSEKEEPING, replication::tend);
    world.started(node);
  }

  @Override
  public void connected(SimulatedNode peer, boolean outbound) {
    router.connected(peer, outbound);
    gossip.connected(peer);
  }

  @Override
  public void disconnected(SimulatedNode peer) {
    router.disconnected(peer);
    gossip.disconnected(peer);
  }

  @Override
  public void received(SimulatedNode from, Packet packet) {
    if (packet instanceof StreamPacket part) {
      gossip.received(from, part);
    } else {
      router.received(from, packet);
    }
  }

  @Override
  public void writable(SimulatedNode peer) {
    router.writable(peer);
  }

  @Override
  public void stopped() {
    gossip.stop();
  }
}
