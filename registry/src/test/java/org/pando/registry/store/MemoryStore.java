package org.pando.registry.store;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.pando.registry.Bytes;
import org.pando.registry.NetworkId;
import org.pando.registry.RegistryException;
import org.pando.registry.RegistryException.Kind;

/** Owned by the test's thread: a store that forgets everything at the end. */
public final class MemoryStore implements RecordStore {
  private final List<StoredNetwork> networks = new ArrayList<>();
  private final TreeMap<Integer, TreeMap<String, StoredBundle>> bundles = new TreeMap<>();
  private boolean closed;

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
    int number = networks.size() + 1;
    networks.add(new StoredNetwork(number, id, genesis, configs));
    return number;
  }

  @Override
  public void put(int network, StoredBundle bundle) {
    checkOpen();
    bundles.computeIfAbsent(network, n -> new TreeMap<>()).put(bundle.key(), bundle);
  }

  @Override
  public @Nullable StoredBundle get(int network, String key) {
    checkOpen();
    return bundles.getOrDefault(network, new TreeMap<>()).get(key);
  }

  @Override
  public void forEachByKey(int network, Visitor visitor) throws RegistryException {
    checkOpen();
    for (StoredBundle bundle : bundles.getOrDefault(network, new TreeMap<>()).values()) {
      visitor.visit(bundle);
    }
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
