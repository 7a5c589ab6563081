package org.pando.registry.replica;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.pando.registry.Bytes;
import org.pando.registry.Network;
import org.pando.registry.NetworkId;
import org.pando.registry.PublishedName;
import org.pando.registry.Registry;
import org.pando.registry.RegistryException;
import org.pando.registry.RegistryException.Kind;
import org.pando.registry.crypto.SignatureVerifier;
import org.pando.registry.policy.Admission;
import org.pando.registry.policy.Decision;
import org.pando.registry.policy.NetworkRules;
import org.pando.registry.record.Bundle;
import org.pando.registry.record.CertItem;
import org.pando.registry.record.Genesis;
import org.pando.registry.record.HumanBundle;
import org.pando.registry.record.Op;
import org.pando.registry.record.ZoneItem;
import org.pando.registry.rule.RecordException;
import org.pando.registry.store.RecordStore;
import org.pando.registry.store.StoredBundle;
import org.pando.registry.store.StoredItem;
import org.pando.registry.store.StoredNetwork;
import org.xbill.DNS.Name;
import org.xbill.DNS.TextParseException;

/**
 * This node's copy of its networks. Belongs to the writer thread, except for what {@link Registry}
 * promises to any thread. A change is stored first, then published.
 */
public final class Replica implements Registry, AutoCloseable {
  private record Member(
      Network network, int number, NetworkRules rules, PublishedNames published) {}

  private final RecordStore store;
  private final SignatureVerifier verifier;
  private final Map<NetworkId, Member> members = new ConcurrentHashMap<>();
  private volatile List<Network> networks = List.of();

  private Replica(RecordStore store, SignatureVerifier verifier) {
    this.store = store;
    this.verifier = verifier;
  }

  /**
   * Opens the replica that a store holds and publishes every name in it.
   *
   * @throws RegistryException of kind STORE when it cannot be read
   */
  public static Replica open(RecordStore store, SignatureVerifier verifier)
      throws RegistryException {
    Replica replica = new Replica(store, verifier);
    for (StoredNetwork stored : store.networks()) {
      Member member = replica.join(stored.number(), decodeGenesis(stored.genesis()));
      store.forEachByKey(
          stored.number(), bundle -> member.published().publish(published(decode(bundle))));
    }
    return replica;
  }

  @Override
  public List<Network> networks() {
    return networks;
  }

  @Override
  public @Nullable PublishedName find(Network network, byte[] wire, int offset, boolean keyName) {
    Member member = members.get(network.id());
    return member == null ? null : member.published().find(wire, offset, keyName);
  }

  /** How many names of a network are known, tombstones included. Any thread. */
  public int size(Network network) {
    return member(network).published().size();
  }

  /** Founds or joins a network. */
  public Network add(Genesis genesis) throws RegistryException {
    int number = store.addNetwork(genesis.networkId(), genesis.encode(), List.of());
    return join(number, genesis).network();
  }

  /** What is known of a name, or null. */
  public @Nullable Bundle get(Network network, String key) throws RegistryException {
    StoredBundle stored = store.get(member(network).number(), key);
    return stored == null ? null : decode(stored);
  }

  /** Everything known of a network, ascending by key. */
  public List<Bundle> all(Network network) throws RegistryException {
    List<Bundle> bundles = new ArrayList<>();
    store.forEachByKey(member(network).number(), stored -> bundles.add(decode(stored)));
    return bundles;
  }

  /** The rules that validity in a network depends on. */
  public NetworkRules rules(Network network) {
    return member(network).rules();
  }

  /** What {@link #apply} would decide; changes nothing. */
  public Decision decide(Network network, Bytes bundle) throws RegistryException {
    Admission admission = new Admission(member(network).rules(), verifier);
    try {
      return admission.decide(bundle, key -> getUnchecked(network, key));
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
    Member member = member(network);
    Decision decision = decide(network, bundle);
    if (decision instanceof Decision.Changed(Bundle joined)) {
      store.put(
          member.number(),
          new StoredBundle(joined.key(), joined.timestamp(), joined.id(), joined.encode()),
          superseded(get(network, joined.key()), joined),
          joined instanceof HumanBundle human ? human.newest().op().g() : 0);
      member.published().publish(published(joined));
    }
    return decision;
  }

  /** The certified operations of a state that the next one no longer holds. */
  private static List<StoredItem> superseded(@Nullable Bundle before, Bundle after) {
    List<StoredItem> gone = new ArrayList<>();
    if (before instanceof HumanBundle old && after instanceof HumanBundle next) {
      if (!old.tenure().equals(next.tenure())) {
        gone.add(new StoredItem(old.tenure().op().g(), old.tenure().encode()));
      }
      CertItem<Op.Renew> renew = old.renew();
      if (renew != null && !renew.equals(next.renew())) {
        gone.add(new StoredItem(renew.op().g(), renew.encode()));
      }
    }
    return gone;
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

  private Member join(int number, Genesis genesis) throws RegistryException {
    NetworkRules rules = NetworkRules.of(genesis);
    Network network =
        new Network(
            genesis.networkId(),
            absolute(genesis.suffix().text()),
            rules.epoch(),
            genesis.config().witnesses().size());
    Member member = new Member(network, number, rules, new PublishedNames());
    members.put(network.id(), member);
    List<Network> more = new ArrayList<>(networks);
    more.add(network);
    networks = List.copyOf(more);
    return member;
  }

  private static PublishedName published(Bundle bundle) {
    ZoneItem zone = bundle.zone();
    return zone == null
        ? new PublishedName(bundle.key(), bundle.state(), 0, Bytes.EMPTY)
        : new PublishedName(bundle.key(), bundle.state(), zone.seq(), zone.body().encode());
  }

  private static Bundle decode(StoredBundle stored) throws RegistryException {
    try {
      return Bundle.decode(stored.state());
    } catch (RecordException e) {
      throw damaged("the entry of " + stored.key(), e);
    }
  }

  private static Genesis decodeGenesis(Bytes bytes) throws RegistryException {
    try {
      return Genesis.decode(bytes);
    } catch (RecordException e) {
      throw damaged("a network's genesis", e);
    }
  }

  private static RegistryException damaged(String what, Exception cause) {
    return new RegistryException(
        Kind.STORE,
        "registry.db: " + what + " is damaged (" + cause.getMessage() + "); restore a backup",
        cause);
  }

  private static Name absolute(String suffix) {
    try {
      return new Name(suffix, Name.root);
    } catch (TextParseException e) {
      throw new IllegalStateException("a checked suffix does not parse: " + suffix, e);
    }
  }
}
