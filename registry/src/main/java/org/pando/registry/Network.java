package org.pando.registry;

import org.xbill.DNS.Name;

/**
 * A network this node is a member of. Immutable.
 *
 * @param id the hash of its genesis
 * @param suffix the suffix it owns, absolute and lower-case, such as {@code home.alt.}
 * @param epoch the configuration in force, 0 for the genesis'
 * @param witnesses how many witnesses decide claims: 1, 4, 7 or 10
 */
public record Network(NetworkId id, Name suffix, long epoch, int witnesses) {
  /** The suffix without the final dot, as people write it. */
  public String suffixText() {
    return suffix.toString(true);
  }
}
