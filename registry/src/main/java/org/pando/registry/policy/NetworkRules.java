package org.pando.registry.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.pando.registry.Bytes;
import org.pando.registry.NetworkId;
import org.pando.registry.record.Config;
import org.pando.registry.record.Genesis;
import org.pando.registry.record.Suffix;

/**
 * All that the validity of a bundle depends on besides the bundle. Immutable.
 *
 * @param id the network's
 * @param suffix what it owns
 * @param keyStampBits work for a key name
 * @param configs the adopted configurations; the index is the epoch
 * @param carried the opHashes in the carry list of the newest configuration; empty in epoch 0
 */
public record NetworkRules(
    NetworkId id, Suffix suffix, int keyStampBits, List<Config> configs, Set<Bytes> carried) {

  /**
   * @throws IllegalArgumentException when the configurations are not those of epochs 0, 1, ...
   */
  public NetworkRules {
    configs = List.copyOf(configs);
    carried = Set.copyOf(carried);
    for (int epoch = 0; epoch < configs.size(); epoch++) {
      if (configs.get(epoch).epoch() != epoch) {
        throw new IllegalArgumentException(
            "configuration of epoch " + configs.get(epoch).epoch() + " in place of " + epoch);
      }
    }
  }

  /** The rules of a network as it was founded. */
  public static NetworkRules of(Genesis genesis) {
    return new NetworkRules(
        genesis.networkId(),
        genesis.suffix(),
        genesis.keyStampBits(),
        List.of(genesis.config()),
        Set.of());
  }

  /**
   * The rules after a change of witnesses.
   *
   * @param carried the opHashes of everything that the new epoch took over
   */
  public NetworkRules adopt(Config next, Set<Bytes> carried) {
    List<Config> all = new ArrayList<>(configs);
    all.add(next);
    return new NetworkRules(id, suffix, keyStampBits, all, carried);
  }

  /** The newest epoch. */
  public int epoch() {
    return configs.size() - 1;
  }
}
