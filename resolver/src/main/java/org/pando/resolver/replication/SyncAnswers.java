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

  /** Messages of reconciliation, and ids that are wanted, in one session (section 12). */
  static final int MAX_ROUNDS = 16;

  static final int MAX_IDS = 50_000;

  private final Replica replica;
  private final RegistryWriter writer;
  private final SyncServer.Known known;
  private final PeerId peer;

  /** The network that the session is about; null before HELLO. */
  private @Nullable SharedNetwork shared;

  private int rounds;
  private int ids;

  /** The last key of the copy under way; null when there is none. */
  private @Nullable String copiedTo;

  SyncAnswers(Replica replica, RegistryWriter writer, SyncServer.Known known, PeerId peer) {
    this.replica = replica;
    this.writer = writer;
    this.known = known;
    this.peer = peer;
  }

  SyncMessage answer(SyncMessage message) {
    SharedNetwork of = shared;
    if (message instanceof SyncMessage.Hello hello) {
      return of == null ? greet(hello) : end(SyncMessage.Code.UNEXPECTED);
    }
    if (of == null) {
      return end(SyncMessage.Code.UNKNOWN_NETWORK);
    }
    known.heard(peer, of.network());
    return answer(of, message);
  }

  private SyncMessage greet(SyncMessage.Hello hello) {
    SharedNetwork of = known.find(hello.network()).orElse(null);
    if (of == null) {
      return end(SyncMessage.Code.UNKNOWN_NETWORK);
    }
    known.heard(peer, of.network());
    if (!known.asks(peer, of, hello) || !of.inventory().isWhole()) {
      return end(SyncMessage.Code.BUSY);
    }
    shared = of;
    return of.inventory().hello();
  }

  private static SyncMessage end(SyncMessage.Code code) {
    return new SyncMessage.End(code);
  }

  private SyncMessage answer(SharedNetwork of, SyncMessage message) {
    Network network = of.network();
    try {
      return switch (message) {
        case SyncMessage.Recon(Bytes question) -> compare(of, question);
        case SyncMessage.Want(List<Bytes> wanted) -> give(network, wanted);
        case SyncMessage.Snapshot(String after) -> copy(network, after);
        // links and carry lists come with a second configuration, which this version cannot make
        case SyncMessage.Configs _ -> new SyncMessage.Links(List.of());
        case SyncMessage.Carry _ -> end(SyncMessage.Code.UNEXPECTED);
        case SyncMessage.Hello _, SyncMessage.Give _, SyncMessage.Links _ ->
            end(SyncMessage.Code.UNEXPECTED);
        case SyncMessage.End end -> end;
      };
    } catch (RegistryException e) {
      LOG.warn("{}: a peer could not be answered: {}", network.suffixText(), e.getMessage());
      return end(SyncMessage.Code.BUSY);
    }
  }

  private SyncMessage give(Network network, List<Bytes> wanted) throws RegistryException {
    ids += wanted.size();
    return ids > MAX_IDS
        ? end(SyncMessage.Code.UNEXPECTED)
        : read(network, () -> byId(network, wanted));
  }

  /** The next page; a session copies a network once, from its first key on. */
  private SyncMessage copy(Network network, String after) throws RegistryException {
    if (after.isEmpty() ? copiedTo != null : copiedTo == null || after.compareTo(copiedTo) <= 0) {
      return end(SyncMessage.Code.UNEXPECTED);
    }
    if (after.isEmpty() && !known.mayCopy(peer, network)) {
      return end(SyncMessage.Code.BUSY);
    }
    copiedTo = after;
    return read(network, () -> page(network, after));
  }

  private SyncMessage compare(SharedNetwork of, Bytes question) {
    if (rounds == MAX_ROUNDS) {
      return end(SyncMessage.Code.UNEXPECTED);
    }
    rounds++;
    try {
      return new SyncMessage.Recon(
          Bytes.of(
              Reconciliation.answer(
                  of.inventory().items(), SyncMessage.Recon.MAX_MESSAGE, question.toArray())));
    } catch (GossipException e) {
      LOG.debug("{}: {} asked nonsense: {}", of.network().suffixText(), peer, e.getMessage());
      return end(SyncMessage.Code.UNEXPECTED);
    }
  }

  /** Nothing of a network that was left while the session lasted. */
  private SyncMessage.Give read(Network network, Callable<Parcel> what) throws RegistryException {
    return writer.call(
        () -> {
          boolean isMember = replica.networks().contains(network);
          return new SyncMessage.Give(isMember ? what.call().bundles : List.of());
        });
  }

  private Parcel byId(Network network, List<Bytes> wanted) throws RegistryException {
    Parcel parcel = new Parcel();
    for (Bytes id : wanted) {
      StoredBundle bundle = replica.byId(network, id);
      if (bundle != null && !parcel.add(bundle)) {
        break;
      }
    }
    return parcel;
  }

  private Parcel page(Network network, String after) throws RegistryException {
    Parcel parcel = new Parcel();
    for (StoredBundle bundle : replica.stored(network, after, PAGE)) {
      if (!parcel.add(bundle)) {
        break;
      }
    }
    return parcel;
  }

  /** As many bundles as fit into one message, from the first on. */
  private static final class Parcel {
    private final List<Bytes> bundles = new ArrayList<>();
    private int bytes;

    /** Whether there was room for it. */
    boolean add(StoredBundle bundle) {
      bytes += bundle.state().length();
      boolean fits = bytes <= SyncMessage.MAX_GIVEN;
      if (fits) {
        bundles.add(bundle.state());
      }
      return fits;
    }
  }
}
