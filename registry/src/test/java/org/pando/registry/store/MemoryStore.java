package org.pando.registry.store;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.pando.registry.Bytes;
import org.pando.registry.NetworkId;
import org.pando.registry.RegistryException;
import org.pando.registry.RegistryException.Kind;

/** Owned by the test's thread: a store that forgets everything at the end. */
public class MemoryStore implements RecordStore {
  private final List<StoredNetwork> networks = new ArrayList<>();
  private final TreeMap<Integer, TreeMap<String, StoredBundle>> bundles = new TreeMap<>();
  private final TreeMap<String, TreeMap<Long, StoredItem>> history = new TreeMap<>();
  private final TreeMap<String, StoredClaim> claims = new TreeMap<>();
  private boolean closed;
  private int added;

  @Override
  public List<StoredNetwork> networks() {
    checkOpen();
    return List.copyOf(networks);
  }

  @Override
  public int addNetwork(NetworkId id, Bytes genesis, List<StoredConfig> configs)
      throws RegistryException {
    checkOpen();
    if (networks.stream().anyMatch(network -> network.id().equals(id))) {
      throw new RegistryException(Kind.STORE, "memory: the network " + id + " is there already.");
    }
    int number = ++added;
    networks.add(new StoredNetwork(number, id, genesis, configs, null));
    return number;
  }

  @Override
  public void share(int network, Sharing sharing) {
    checkOpen();
    networks.replaceAll(
        stored ->
            stored.number() == network
                ? new StoredNetwork(
                    network, stored.id(), stored.genesis(), stored.configs(), sharing)
                : stored);
  }

  @Override
  public void removeNetwork(int network) {
    checkOpen();
    networks.removeIf(stored -> stored.number() == network);
    bundles.remove(network);
    history.keySet().removeIf(key -> key.startsWith(at(network, "")));
    claims.keySet().removeIf(key -> key.startsWith(at(network, "")));
  }

  @Override
  public void put(int network, List<StoredChange> changes) {
    checkOpen();
    changes.forEach(change -> put(network, change));
  }

  private void put(int network, StoredChange change) {
    StoredBundle bundle = change.bundle();
    bundles.computeIfAbsent(network, n -> new TreeMap<>()).put(bundle.key(), bundle);
    TreeMap<Long, StoredItem> past =
        history.computeIfAbsent(at(network, bundle.key()), n -> new TreeMap<>());
    change.superseded().forEach(item -> past.put(item.g(), item));
    while (past.size() > HISTORY) {
      past.pollFirstEntry();
    }
    claims.computeIfPresent(
        at(network, bundle.key()), (n, claim) -> claim.g() <= change.decided() ? null : claim);
  }

  @Override
  public List<StoredItem> history(int network, String key) {
    checkOpen();
    return List.copyOf(
        history.getOrDefault(at(network, key), new TreeMap<>()).descendingMap().values());
  }

  @Override
  public void putClaim(int network, StoredClaim claim) {
    checkOpen();
    claims.put(at(network, claim.name()), claim);
  }

  @Override
  public List<StoredClaim> claims(int network) {
    checkOpen();
    return claims.entrySet().stream()
        .filter(entry -> entry.getKey().startsWith(at(network, "")))
        .map(Map.Entry::getValue)
        .toList();
  }

  @Override
  public void forgetClaim(int network, String name) {
    checkOpen();
    claims.remove(at(network, name));
  }

  private static String at(int network, String key) {
    return network + " " + key;
  }

  @Override
  public @Nullable StoredBundle get(int network, String key) {
    checkOpen();
    return bundles.getOrDefault(network, new TreeMap<>()).get(key);
  }

  @Override
  public @Nullable StoredBundle byId(int network, Bytes id) {
    checkOpen();
    return bundles.getOrDefault(network, new TreeMap<>()).values().stream()
        .filter(bundle -> bundle.id().equals(id))
        .findFirst()
        .orElse(null);
  }

  @Override
  public List<StoredBundle> page(int network, String after, int limit) throws RegistryException {
    checkOpen();
    return bundles.getOrDefault(network, new TreeMap<>()).tailMap(after, false).values().stream()
        .limit(limit)
        .toList();
  }

  @Override
  public void forEachByTime(int network, Visitor visitor) throws RegistryException {
    checkOpen();
    List<StoredBundle> ordered =
        new ArrayList<>(bundles.getOrDefault(network, new TreeMap<>()).values());
    ordered.sort(Comparator.comparingLong(StoredBundle::ts).thenComparing(StoredBundle::id));
    for (StoredBundle bundle : ordered) {
      visitor.visit(bundle);
    }
  }

  @Override
  public void close() {
    closed = true;
  }

  private void checkOpen() {
    if (closed) {
      throw new IllegalStateException("memory store is closed");
    }
  }
}
