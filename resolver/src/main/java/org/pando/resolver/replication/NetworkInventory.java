package org.pando.resolver.replication;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pando.gossip.sync.Inventory;
import org.pando.gossip.sync.Item;
import org.pando.registry.Bytes;
import org.pando.registry.Network;
import org.pando.registry.RegistryException;
import org.pando.registry.record.Bundle;
import org.pando.registry.replica.Replica;
import org.pando.registry.store.StoredBundle;

/**
 * What this node holds of a network, in the order in which replicas compare. Filled from the store
 * in steps while changes come in: both happen on the writer thread, in any order. Reading: any
 * thread.
 */
final class NetworkInventory {
  private static final int PAGE = 500;

  private final Replica replica;
  private final Network network;
  private final Inventory items = new Inventory();
  private String loadedTo = "";
  private volatile boolean whole;

  NetworkInventory(Replica replica, Network network) {
    this.replica = replica;
    this.network = network;
  }

  /** Loads the next names; gives whether more are left. Writer thread. */
  boolean load() throws RegistryException {
    if (!replica.networks().contains(network)) {
      return false; // left since
    }
    List<StoredBundle> page = replica.stored(network, loadedTo, PAGE);
    page.forEach(stored -> items.add(new Item(stored.ts(), stored.id().toArray())));
    if (page.size() < PAGE) {
      whole = true;
      return false;
    }
    loadedTo = page.getLast().key();
    return true;
  }

  /** Follows a change. Writer thread. */
  void changed(@Nullable Bundle before, Bundle after) {
    if (before != null) {
      items.remove(item(before));
    }
    items.add(item(after));
  }

  private static Item item(Bundle bundle) {
    return new Item(bundle.timestamp(), bundle.id().toArray());
  }

  /** Whether everything that the store holds is in it. */
  boolean isWhole() {
    return whole;
  }

  Inventory items() {
    return items;
  }

  /** What a peer is told first. */
  SyncMessage.Hello hello() {
    synchronized (items) {
      return new SyncMessage.Hello(
          network.id(), network.epoch(), items.size(), Bytes.of(items.fingerprint()));
    }
  }
}
