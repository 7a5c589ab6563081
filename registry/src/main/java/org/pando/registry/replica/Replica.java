package org.pando.registry.replica;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.pando.registry.Bytes;
import org.pando.registry.Network;
import org.pando.registry.NetworkId;
import org.pando.registry.Published;
import org.pando.registry.Registry;
import org.pando.registry.RegistryException;
import org.pando.registry.crypto.SignatureVerifier;
import org.pando.registry.policy.Admission;
import org.pando.registry.policy.BundleRules;
import org.pando.registry.policy.Decision;
import org.pando.registry.policy.Examination;
import org.pando.registry.policy.NetworkRules;
import org.pando.registry.policy.Validity;
import org.pando.registry.policy.Verified;
import org.pando.registry.record.Bundle;
import org.pando.registry.record.BundleSummary;
import org.pando.registry.record.Genesis;
import org.pando.registry.store.RecordStore;
import org.pando.registry.store.Sharing;
import org.pando.registry.store.StoredBundle;
import org.pando.registry.store.StoredClaim;
import org.pando.registry.store.StoredNetwork;
import org.xbill.DNS.Name;
import org.xbill.DNS.TextParseException;

/**
 * This node's copy of its networks. Belongs to the writer thread, except for what {@link Registry}
 * promises to any thread. A change is stored first, then published.
 *
 * <p>What the store holds is published by {@link #load} in steps; a name that is wanted before its
 * turn is read by {@link #find(Network, String)}.
 */
public final class Replica implements Registry, AutoCloseable {
  /** How many names are read from the store in one go. */
  private static final int PAGE = 500;

  private final RecordStore store;
  private final SignatureVerifier verifier;
  private final long seed;
  private final Map<NetworkId, Member> members = new ConcurrentHashMap<>();
  private final AtomicLong changes = new AtomicLong();
  private volatile List<Network> networks = List.of();
  private ChangeListener listener = (network, before, after) -> {};

  private Replica(RecordStore store, SignatureVerifier verifier, long seed) {
    this.store = store;
    this.verifier = verifier;
    this.seed = seed;
  }

  /**
   * Opens the replica that a store holds; none of its names is loaded yet.
   *
   * @param seed unknown to others: scatters the names in memory
   * @throws RegistryException of kind STORE when the networks cannot be read
   */
  public static Replica open(RecordStore store, SignatureVerifier verifier, long seed)
      throws RegistryException {
    Replica replica = new Replica(store, verifier, seed);
    for (StoredNetwork stored : store.networks()) {
      replica.join(stored.number(), Stored.genesis(stored), stored.sharing());
    }
    return replica;
  }

  /** Hears of names that change. */
  @FunctionalInterface
  public interface ChangeListener {
    /**
     * A name has a new state, which is on disk and served. Called on the writer thread; does not
     * wait.
     *
     * @param before null when it is new
     */
    void changed(Network network, @Nullable Bundle before, Bundle after);
  }

  /** Tells this listener, and no other, of names that change from now on. */
  public void tell(ChangeListener listener) {
    this.listener = listener;
  }

  /**
   * Publishes the next names of the store, network by network.
   *
   * @param count how many, roughly
   * @return whether more are to come
   * @throws RegistryException of kind STORE when the store cannot be read there; the names from
   *     there on stay reachable one by one
   */
  public boolean load(int count) throws RegistryException {
    int left = count;
    for (Network network : networks) {
      Member member = member(network);
      while (!member.names().isWhole()) {
        if (left <= 0) {
          return true;
        }
        List<StoredBundle> page = store.page(member.number(), member.loadedTo(), PAGE);
        member.load(page, page.size() < PAGE);
        left -= PAGE;
      }
    }
    return false;
  }

  /**
   * What is served of a name, whether it is loaded yet or not.
   *
   * @throws RegistryException of kind STORE when the store cannot be read
   */
  public Published find(Network network, String key) throws RegistryException {
    Member member = member(network);
    StoredBundle stored = store.get(member.number(), key);
    return stored == null ? new Published.Unknown() : member.publish(stored);
  }

  @Override
  public long version() {
    return changes.get();
  }

  @Override
  public List<Network> networks() {
    return networks;
  }

  @Override
  public Published find(Network network, byte[] wire, int offset, boolean keyName) {
    Member member = members.get(network.id());
    return member == null ? new Published.Unknown() : member.names().find(wire, offset, keyName);
  }

  /**
   * How much of a network is loaded. Any thread.
   *
   * @param names how many names are known, tombstones included
   * @param whole whether these are all that the store holds
   * @param damaged how many of them are not served because their entry in the store is damaged
   * @param examples the first of the damaged ones, at most ten
   */
  public record Extent(int names, boolean whole, int damaged, List<String> examples) {}

  /** How much of a network is loaded. Any thread. */
  public Extent extent(Network network) {
    Member member = member(network);
    PublishedNames names = member.names();
    return new Extent(names.size(), names.isWhole(), names.damaged(), member.damaged());
  }

  /**
   * The labels of a network that begin with xn--, tombstones included; a view that grows and never
   * shrinks.
   */
  public Set<String> labelsBeyondAscii(Network network) throws RegistryException {
    Member member = member(network);
    return member.beyondAscii().all(store, member.number());
  }

  /** Founds or joins a network. */
  public Network add(Genesis genesis) throws RegistryException {
    int number = store.addNetwork(genesis.networkId(), genesis.encode(), List.of());
    Member member = join(number, genesis, null);
    member.load(List.of(), true);
    return member.network();
  }

  /** Forgets a network with all its names. */
  public void remove(Network network) throws RegistryException {
    store.removeNetwork(member(network).number());
    members.remove(network.id());
    networks = networks.stream().filter(other -> !other.equals(network)).toList();
    changes.incrementAndGet();
  }

  /** How a network is shared with other nodes; null when it is not. Any thread. */
  public @Nullable Sharing sharing(Network network) {
    return member(network).sharing();
  }

  /** Shares a network from now on. */
  public void share(Network network, Sharing sharing) throws RegistryException {
    Member member = member(network);
    store.share(member.number(), sharing);
    member.share(sharing);
  }

  /** What is known of a name, or null. */
  public @Nullable Bundle get(Network network, String key) throws RegistryException {
    StoredBundle stored = store.get(member(network).number(), key);
    return stored == null ? null : Stored.bundle(stored);
  }

  /**
   * The names of a network that follow a key, ascending; of a damaged entry nothing but its key.
   *
   * @param after a key, there or not; empty for the first names
   * @param limit how many at most; fewer means that these are the last
   */
  public List<Entry> page(Network network, String after, int limit) throws RegistryException {
    return store.page(member(network).number(), after, limit).stream().map(Entry::of).toList();
  }

  /**
   * What the store holds of the names that follow a key, ascending, damaged entries included.
   *
   * @param after a key, there or not; empty for the first names
   * @param limit how many at most; fewer means that these are the last
   */
  public List<StoredBundle> stored(Network network, String after, int limit)
      throws RegistryException {
    return store.page(member(network).number(), after, limit);
  }

  /** The bundle with an id, or null. */
  public @Nullable StoredBundle byId(Network network, Bytes id) throws RegistryException {
    return store.byId(member(network).number(), id);
  }

  /**
   * A name in a list.
   *
   * @param summary null when its entry in the store is damaged
   */
  public record Entry(String key, @Nullable BundleSummary summary) {
    private static Entry of(StoredBundle stored) {
      try {
        return new Entry(stored.key(), Stored.summary(stored));
      } catch (RegistryException e) {
        return new Entry(stored.key(), null);
      }
    }
  }

  /**
   * Verifies entries of the store by every rule and takes out of service what fails.
   *
   * @param after the key behind which to begin
   * @param count how many at most
   * @return their keys; fewer means that these are the last
   */
  List<String> verify(Network network, String after, int count) throws RegistryException {
    Member member = member(network);
    BundleRules rules = new BundleRules(member.rules(), verifier);
    List<StoredBundle> page = store.page(member.number(), after, count);
    for (StoredBundle stored : page) {
      try {
        Stored.check(stored, rules);
      } catch (RegistryException e) {
        member.withdraw(stored.key(), String.valueOf(e.getMessage()));
      }
    }
    return page.stream().map(StoredBundle::key).toList();
  }

  /** The document that founded a network. */
  public Genesis genesis(Network network) {
    return member(network).genesis();
  }

  /** The rules that validity in a network depends on. */
  public NetworkRules rules(Network network) {
    return member(network).rules();
  }

  /**
   * Which of some names are known; the others are not in the store, as far as that is known. Any
   * thread.
   */
  public List<String> known(Network network, List<String> keys) {
    Member member = members.get(network.id());
    return member == null
        ? List.of()
        : keys.stream().filter(key -> !member.names().lacks(key)).toList();
  }

  /** What the store holds of some names; nothing of those it does not know. */
  public Map<String, StoredBundle> held(Network network, List<String> keys)
      throws RegistryException {
    Member member = member(network);
    Map<String, StoredBundle> held = new HashMap<>();
    for (String key : keys) {
      StoredBundle stored = store.get(member.number(), key);
      if (stored != null) {
        held.put(key, stored);
      }
    }
    return held;
  }

  /**
   * Verifies a bundle from outside, unless it would change nothing: the dear part of {@link
   * #apply(Network, List)}. Any thread.
   *
   * @param held what the store held of its name a moment ago, null when nothing
   */
  public Examination examine(Network network, Bytes bundle, @Nullable StoredBundle held) {
    Member member = members.get(network.id());
    if (member == null) {
      return unknown(network.suffixText() + " was left");
    }
    try {
      Bundle before = held == null ? null : Stored.bundle(held);
      return admission(member)
          .examine(bundle, key -> before != null && before.key().equals(key) ? before : null);
    } catch (RegistryException e) {
      return unknown(String.valueOf(e.getMessage())); // nobody knows what it would have to beat
    }
  }

  private static Examination unknown(String why) {
    return new Examination.Decided(new Decision.Refused(new Validity.Unknown(why)));
  }

  private Admission admission(Member member) {
    return new Admission(member.rules(), verifier);
  }

  /** What {@link #apply(Network, Bytes)} would decide; changes nothing. */
  public Decision decide(Network network, Bytes bundle) throws RegistryException {
    return switch (examine(network, bundle)) {
      case Verified verified -> admission(member(network)).decide(verified, verified.before());
      case Examination.Decided(Decision decision) -> decision;
    };
  }

  private Examination examine(Network network, Bytes bundle) throws RegistryException {
    try {
      return admission(member(network)).examine(bundle, key -> getUnchecked(network, key));
    } catch (UnreadableException e) {
      throw e.cause;
    }
  }

  private @Nullable Bundle getUnchecked(Network network, String key) {
    try {
      return get(network, key);
    } catch (RegistryException e) {
      throw new UnreadableException(e);
    }
  }

  /** Carries a store's failure through a function that declares none. */
  private static final class UnreadableException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final RegistryException cause;

    UnreadableException(RegistryException cause) {
      super(cause);
      this.cause = cause;
    }
  }

  /**
   * Joins a bundle into the replica. When it returns {@link Decision.Changed} the new state is on
   * disk and served.
   */
  public Decision apply(Network network, Bytes bundle) throws RegistryException {
    return apply(network, List.of(examine(network, bundle))).getFirst();
  }

  /**
   * Joins bundles that were examined, in one transaction of the store: all of them that change
   * anything, or none when it fails. When it returns, the new states are on disk and served.
   *
   * @return a decision for each, in order
   */
  public List<Decision> apply(Network network, List<Examination> bundles) throws RegistryException {
    Member member = member(network);
    Batch batch = new Batch(store, member.number(), admission(member));
    List<Decision> decisions = new ArrayList<>();
    for (Examination bundle : bundles) {
      decisions.add(
          switch (bundle) {
            case Verified verified -> batch.add(verified);
            case Examination.Decided(Decision decision) -> decision;
          });
    }
    List<Batch.Change> changes = batch.store();
    changes.forEach(change -> member.publish(change.after()));
    changes.forEach(change -> listener.changed(network, change.before(), change.after()));
    return decisions;
  }

  /**
   * Keeps an unfinished operation of this node; {@link #apply(Network, List)} forgets it when it is
   * decided.
   */
  public void keep(Network network, StoredClaim claim) throws RegistryException {
    store.putClaim(member(network).number(), claim);
  }

  /** The unfinished operations of this node, ascending by name. */
  public List<StoredClaim> unfinished(Network network) throws RegistryException {
    return store.claims(member(network).number());
  }

  /** Gives up the unfinished operation on a name. */
  public void forget(Network network, String name) throws RegistryException {
    store.forgetClaim(member(network).number(), name);
  }

  @Override
  public void close() throws RegistryException {
    store.close();
  }

  private Member member(Network network) {
    Member member = members.get(network.id());
    if (member == null) {
      throw new IllegalArgumentException("not a member of " + network.suffixText());
    }
    return member;
  }

  private Member join(int number, Genesis genesis, @Nullable Sharing sharing) {
    Network network = network(genesis);
    Member member = new Member(network, number, genesis, new PublishedNames(seed, changes));
    member.share(sharing);
    members.put(network.id(), member);
    List<Network> more = new ArrayList<>(networks);
    more.add(network);
    networks = List.copyOf(more);
    changes.incrementAndGet();
    return member;
  }

  /** The network that a genesis founds. */
  public static Network network(Genesis genesis) {
    return new Network(
        genesis.networkId(),
        absolute(genesis.suffix().text()),
        genesis.config().epoch(),
        genesis.config().witnesses().size());
  }

  private static Name absolute(String suffix) {
    try {
      return new Name(suffix, Name.root);
    } catch (TextParseException e) {
      throw new IllegalStateException("a checked suffix does not parse: " + suffix, e);
    }
  }
}
