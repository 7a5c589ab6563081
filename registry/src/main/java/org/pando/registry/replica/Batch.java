package org.pando.registry.replica;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.pando.registry.RegistryException;
import org.pando.registry.policy.Admission;
import org.pando.registry.policy.Decision;
import org.pando.registry.policy.Verified;
import org.pando.registry.record.Bundle;
import org.pando.registry.record.CertItem;
import org.pando.registry.record.HumanBundle;
import org.pando.registry.record.Op;
import org.pando.registry.store.RecordStore;
import org.pando.registry.store.StoredBundle;
import org.pando.registry.store.StoredChange;
import org.pando.registry.store.StoredItem;

/**
 * What some bundles change in one network, before any of it is stored. Belongs to the writer
 * thread, for one use.
 */
final class Batch {
  private final RecordStore store;
  private final int network;
  private final Admission admission;
  private final Map<String, Change> changes = new LinkedHashMap<>();

  /** Of one name; null when it is new. */
  record Change(@Nullable Bundle before, Bundle after) {
    private StoredChange toStore() {
      return new StoredChange(
          new StoredBundle(after.key(), after.timestamp(), after.id(), after.encode()),
          superseded(before, after),
          after instanceof HumanBundle human ? human.newest().op().g() : 0);
    }
  }

  /**
   * @param network its number in the store
   */
  Batch(RecordStore store, int network, Admission admission) {
    this.store = store;
    this.network = network;
    this.admission = admission;
  }

  /** Joins a bundle with what is held of its name, or with what came before it in the batch. */
  Decision add(Verified bundle) throws RegistryException {
    Change earlier = changes.get(bundle.key());
    Bundle before = earlier == null ? held(bundle) : earlier.before();
    Bundle current = earlier == null ? before : earlier.after();
    Decision decision = admission.decide(bundle, current);
    if (decision instanceof Decision.Changed(Bundle joined)) {
      changes.put(joined.key(), new Change(before, joined));
    }
    return decision;
  }

  /** What was held when the bundle was verified is decoded already, and mostly held still. */
  private @Nullable Bundle held(Verified bundle) throws RegistryException {
    StoredBundle stored = store.get(network, bundle.key());
    if (stored == null) {
      return null;
    }
    Bundle before = bundle.before();
    return before != null && before.id().equals(stored.id()) ? before : Stored.bundle(stored);
  }

  /** Stores it all, and gives the changes in their order; none when there are none. */
  List<Change> store() throws RegistryException {
    if (!changes.isEmpty()) {
      store.put(network, changes.values().stream().map(Change::toStore).toList());
    }
    return List.copyOf(changes.values());
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
}
