package org.pando.resolver.app;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pando.registry.Network;
import org.pando.registry.RegistryException;
import org.pando.registry.replica.Audit;
import org.pando.registry.replica.Replica;
import org.pando.resolver.control.OpenOffer;
import org.pando.resolver.control.StatusReport;
import org.pando.resolver.replication.NetworkSync;
import org.pando.resolver.replication.Replication;

/** The registry's part of {@code pando status}. Virtual threads. */
final class RegistryReport {
  private final RegistryParts registry;
  private final WriterThread writer;
  private final NameUpkeep upkeep;
  private final Replication replication;
  private final NodeClock clock;

  RegistryReport(
      RegistryParts registry,
      WriterThread writer,
      NameUpkeep upkeep,
      Replication replication,
      NodeClock clock) {
    this.registry = registry;
    this.replication = replication;
    this.writer = writer;
    this.upkeep = upkeep;
    this.clock = clock;
  }

  List<StatusReport.JoinedNetwork> networks() {
    return registry.replica().networks().stream().map(this::network).toList();
  }

  private StatusReport.JoinedNetwork network(Network network) {
    Replica.Extent extent = registry.replica().extent(network);
    return new StatusReport.JoinedNetwork(
        network.suffixText(),
        network.id().toString(),
        network.witnesses(),
        extent.names(),
        !extent.whole(),
        extent.damaged(),
        extent.examples(),
        replication.report().sync(network).map(this::sync).orElse(null));
  }

  private StatusReport.SyncState sync(NetworkSync sync) {
    NetworkSync.Progress progress = sync.progress();
    return new StatusReport.SyncState(
        sync.inSync(),
        sync.members(),
        sync.agreeing(),
        sync.behind(),
        sync.compared(),
        sync.heard(),
        sync.heardFrom(),
        progress == null
            ? null
            : new StatusReport.CopyProgress(progress.received(), progress.of(), progress.from()),
        sync.problem(),
        clock.wall().instant());
  }

  StatusReport.StoreState store() {
    Audit.Report audit = registry.audit().report();
    return new StatusReport.StoreState(
        registry.health().problem(), audit.verified(), audit.completed());
  }

  /** Why the node does not sign as a witness; a store that fails is a reason too. */
  @Nullable String notSigning() {
    try {
      return writer.call(() -> registry.registrar().suspension()).orElse(null);
    } catch (RegistryException e) {
      return e.getMessage();
    }
  }

  List<StatusReport.Unrenewed> unrenewed() {
    Instant now = clock.wall().instant();
    return upkeep.unrenewed().stream()
        .map(
            name -> {
              Instant until = Instant.ofEpochSecond(name.leaseUntil());
              return new StatusReport.Unrenewed(
                  name.name(), until, NameOperations.daysUntil(until, now), name.reason());
            })
        .toList();
  }

  List<OpenOffer> offers() throws RegistryException {
    return writer.call(() -> registry.registrar().openOffers()).stream()
        .map(ControlNames::open)
        .toList();
  }
}
