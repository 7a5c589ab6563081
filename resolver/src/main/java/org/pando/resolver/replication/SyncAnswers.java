package org.pando.resolver.replication;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.pando.gossip.GossipException;
import org.pando.gossip.PeerId;
import org.pando.gossip.sync.Reconciliation;
import org.pando.registry.Bytes;
import org.pando.registry.Network;
import org.pando.registry.RegistryException;
import org.pando.registry.replica.Replica;
import org.pando.registry.store.StoredBundle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What one peer is answered in one session, which ends with the first {@link SyncMessage.End}. For
 * one thread at a time.
 */
final class SyncAnswers {
  private static final Logger LOG = LoggerFactory.getLogger(SyncAnswers.class);
  private static final int PAGE = 256;

  private final Replica replica;
  private final RegistryWriter writer;
  private final SyncServer.Known known;
  private final PeerId peer;

  /** The network that the session is about; null before HELLO. */
  private @Nullable SharedNetwork shared;

  SyncAnswers(Replica replica, RegistryWriter writer, SyncServer.Known known, PeerId peer) {
    this.replica = replica;
    this.writer = writer;
    this.known = known;
    this.peer = peer;
  }

  SyncMessage answer(SyncMessage message) {
    if (message instanceof SyncMessage.Hello hello) {
      shared = known.find(hello.network()).orElse(null);
      if (shared != null && !shared.inventory().hello().equals(hello)) {
        known.differs(peer, shared.network());
      }
    }
    return shared == null
        ? new SyncMessage.End(SyncMessage.Code.UNKNOWN_NETWORK)
        : answer(shared, message);
  }

  private SyncMessage answer(SharedNetwork of, SyncMessage message) {
    if (!of.inventory().isWhole()) {
      return new SyncMessage.End(SyncMessage.Code.BUSY);
    }
    Network network = of.network();
    try {
      return switch (message) {
        case SyncMessage.Hello hello -> of.inventory().hello();
        case SyncMessage.Recon(Bytes question) -> compare(of, question);
        case SyncMessage.Want(List<Bytes> ids) -> give(read(network, () -> byId(network, ids)));
        case SyncMessage.Snapshot(String after) ->
            give(read(network, () -> replica.stored(network, after, PAGE)));
        case SyncMessage.Give give -> new SyncMessage.End(SyncMessage.Code.UNEXPECTED);
        case SyncMessage.End end -> end;
      };
    } catch (RegistryException e) {
      LOG.warn("{}: a peer could not be answered: {}", network.suffixText(), e.getMessage());
      return new SyncMessage.End(SyncMessage.Code.BUSY);
    }
  }

  private SyncMessage compare(SharedNetwork of, Bytes question) {
    try {
      return new SyncMessage.Recon(
          Bytes.of(
              Reconciliation.answer(
                  of.inventory().items(), SyncMessage.Recon.MAX_MESSAGE, question.toArray())));
    } catch (GossipException e) {
      LOG.debug("{}: {} asked nonsense: {}", of.network().suffixText(), peer, e.getMessage());
      return new SyncMessage.End(SyncMessage.Code.UNEXPECTED);
    }
  }

  /** Nothing of a network that was left while the session lasted. */
  private List<StoredBundle> read(Network network, Callable<List<StoredBundle>> what)
      throws RegistryException {
    return writer.call(
        () -> replica.networks().contains(network) ? what.call() : List.<StoredBundle>of());
  }

  private List<StoredBundle> byId(Network network, List<Bytes> ids) throws RegistryException {
    List<StoredBundle> found = new ArrayList<>();
    int bytes = 0;
    for (Bytes id : ids) {
      StoredBundle bundle = replica.byId(network, id);
      if (bundle != null && (bytes += bundle.state().length()) <= SyncMessage.MAX_GIVEN) {
        found.add(bundle);
      }
    }
    return found;
  }

  /** As many of them as fit, from the first on. */
  private static SyncMessage.Give give(List<StoredBundle> bundles) {
    List<Bytes> given = new ArrayList<>();
    int bytes = 0;
    for (StoredBundle bundle : bundles) {
      bytes += bundle.state().length();
      if (bytes > SyncMessage.MAX_GIVEN) {
        break;
      }
      given.add(bundle.state());
    }
    return new SyncMessage.Give(given);
  }
}
