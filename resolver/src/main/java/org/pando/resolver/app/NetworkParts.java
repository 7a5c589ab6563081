package org.pando.resolver.app;

import java.util.concurrent.ExecutorService;
import org.pando.registry.Network;
import org.pando.registry.RegistryException;
import org.pando.resolver.replication.GossipNodes;
import org.pando.resolver.replication.Replication;
import org.pando.resolver.replication.SharingReport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The node among others: it shares the networks that have other members, and sees to it that names
 * are decided. Without such a network nothing is opened.
 */
record NetworkParts(Replication replication, Decisions decisions, NameUpkeep upkeep) {
  private static final Logger LOG = LoggerFactory.getLogger(NetworkParts.class);

  static NetworkParts start(
      NodeSettings settings,
      NodeClock clock,
      Parts parts,
      StoreParts store,
      InternalLookup lookup,
      Threads threads)
      throws RegistryException {
    RegistryParts registry = store.registry();
    WriterThread writer = store.writer();
    ExecutorService workers = threads.workers();
    GossipNodes nodes =
        new GossipNodes(
            settings.config().gossip(),
            writer.call(registry.keys()::node),
            "pando/" + Version.text(),
            new MemberNames(lookup),
            new GossipNodes.Tools(
                Node.threads("gossip"), workers, clock.nanos(), clock.wall(), clock.random()));
    Replication replication =
        parts.add(
            new Replication(
                registry.replica(),
                writer,
                nodes,
                registry.registrar()::answer,
                new Replication.Tools(
                    workers, threads.verifiers(), clock.nanos(), clock.wall(), clock.random())));
    replication.begin();
    Decisions decisions = new Decisions(registry.keys(), writer, replication::ask);
    UnfinishedNames unfinished =
        new UnfinishedNames(
            registry, writer, decisions, network -> isWitnessConnected(replication, network));
    NameUpkeep upkeep =
        new NameUpkeep(
            registry.registrar()::upkeep,
            decisions,
            new NameUpkeep.Threads(writer::execute, workers),
            clock.wall(),
            LOG::warn);
    Housekeeping housekeeping = store.housekeeping();
    housekeeping.every(Node.HOUSEKEEPING, () -> workers.execute(replication::tend));
    housekeeping.every(Node.HOUSEKEEPING, () -> workers.execute(unfinished::tick));
    housekeeping.every(Node.HOUSEKEEPING, upkeep::tick);
    return new NetworkParts(replication, decisions, upkeep);
  }

  /**
   * Threads that outlive gossip.
   *
   * @param workers one for each task
   * @param verifiers a few, for signatures
   */
  record Threads(ExecutorService workers, ExecutorService verifiers) {}

  /** Whether the witness of a network is connected; this node is not connected to itself. */
  private static boolean isWitnessConnected(Replication replication, Network network) {
    return replication
        .report()
        .witness(network)
        .filter(SharingReport.WitnessNode::connected)
        .isPresent();
  }
}
