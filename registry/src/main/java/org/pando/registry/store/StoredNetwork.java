package org.pando.registry.store;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pando.registry.Bytes;
import org.pando.registry.NetworkId;

/**
 * A joined network as kept on disk. Immutable.
 *
 * @param number the store's own short number for it, given when it was added
 * @param genesis the genesis document's bytes
 * @param configs the configurations after epoch 0, in order
 * @param sharing null when it is not shared with other nodes
 */
public record StoredNetwork(
    int number,
    NetworkId id,
    Bytes genesis,
    List<StoredConfig> configs,
    @Nullable Sharing sharing) {
  public StoredNetwork {
    configs = List.copyOf(configs);
  }

  StoredNetwork with(List<StoredConfig> later) {
    return new StoredNetwork(number, id, genesis, later, sharing);
  }
}
