package org.pando.resolver.replication;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.pando.gossip.GossipException;
import org.pando.gossip.MessageStream;
import org.pando.gossip.PeerId;
import org.pando.gossip.RequestHandler;
import org.pando.gossip.sync.Reconciliation;
import org.pando.registry.Bytes;
import org.pando.registry.Network;
import org.pando.registry.NetworkId;
import org.pando.registry.RegistryException;
import org.pando.registry.replica.Replica;
import org.pando.registry.store.StoredBundle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers peers who bring their replicas up to date. Each stream on a thread of its own. */
final class SyncServer implements RequestHandler {
  private static final Logger LOG = LoggerFactory.getLogger(SyncServer.class);
  private static final int PAGE = 256;

  private final Replica replica;
  private final RegistryWriter writer;
  private final Known known;

  /** The networks that are shared with a peer. */
  interface Known {
    Optional<SharedNetwork> find(NetworkId network);

    /** A peer holds something else than this node. */
    void differs(PeerId peer, Network network);
  }

  SyncServer(Replica replica, RegistryWriter writer, Known known) {
    this.replica = replica;
    this.writer = writer;
    this.known = known;
  }

  @Override
  public void handle(MessageStream stream) throws GossipException, InterruptedException {
    SyncStream messages = new SyncStream(stream);
    SharedNetwork network = null;
    for (SyncMessage message = messages.receive(); message != null; message = messages.receive()) {
      if (message instanceof SyncMessage.End) {
        return;
      }
      if (message instanceof SyncMessage.Hello hello) {
        network = known.find(hello.network()).orElse(null);
        if (network != null && !network.inventory().hello().equals(hello)) {
          known.differs(stream.peer(), network.network());
        }
      }
      SyncMessage answer = answer(network, message);
      messages.send(answer);
      if (answer instanceof SyncMessage.End) {
        return;
      }
    }
  }

  private SyncMessage answer(@Nullable SharedNetwork shared, SyncMessage message)
      throws GossipException {
    if (shared == null) {
      return new SyncMessage.End(SyncMessage.Code.UNKNOWN_NETWORK);
    }
    if (!shared.inventory().isWhole()) {
      return new SyncMessage.End(SyncMessage.Code.BUSY);
    }
    Network network = shared.network();
    try {
      return switch (message) {
        case SyncMessage.Hello hello -> shared.inventory().hello();
        case SyncMessage.Recon(Bytes question) ->
            new SyncMessage.Recon(
                Bytes.of(
                    Reconciliation.answer(
                        shared.inventory().items(),
                        SyncMessage.Recon.MAX_MESSAGE,
                        question.toArray())));
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
