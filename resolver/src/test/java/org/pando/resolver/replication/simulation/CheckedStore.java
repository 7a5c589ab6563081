package org.pando.resolver.replication.simulation;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.pando.registry.Bytes;
import org.pando.registry.store.MemoryStore;
import org.pando.registry.store.StoredBundle;
import org.pando.registry.store.StoredChange;

/** What a replica of one network holds, each change of it checked. */
final class CheckedStore extends MemoryStore {
  private final Truth truth;
  private final String owner;
  private final boolean honest;
  private final Map<Bytes, StoredBundle> byId = new HashMap<>();
  private final Map<String, StoredBundle> byKey = new HashMap<>();

  CheckedStore(Truth truth, String owner, boolean honest) {
    this.truth = truth;
    this.owner = owner;
    this.honest = honest;
  }

  @Override
  public void put(int network, List<StoredChange> changes) {
    changes.forEach(change -> put(change.bundle()));
    super.put(network, changes);
  }

  private void put(StoredBundle bundle) {
    StoredBundle before = byKey.put(bundle.key(), bundle);
    if (before != null) {
      byId.remove(before.id());
    }
    byId.put(bundle.id(), bundle);
    if (honest) {
      truth.changed(before == null ? null : before.state(), bundle.state(), owner);
    }
  }

  @Override
  public @Nullable StoredBundle get(int network, String key) {
    return byKey.get(key);
  }

  @Override
  public @Nullable StoredBundle byId(int network, Bytes id) {
    return byId.get(id);
  }

  /** How many names are not as they must be. */
  long missing() {
    return truth.states().entrySet().stream()
            .filter(
                expected -> {
                  StoredBundle held = byKey.get(expected.getKey());
                  return held == null || !held.state().equals(expected.getValue());
                })
            .count()
        + Math.max(0, byKey.size() - truth.states().size());
  }
}
