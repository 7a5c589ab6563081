package org.pando.registry;

import java.util.List;

/** The read view of all joined networks. Any thread, lock-free. */
public interface Registry {
  /** The joined networks, the default one first; an immutable snapshot. */
  List<Network> networks();

  /**
   * Changes whenever another thing may be found than before. Read it first: what is found then
   * holds for as long as it stays the same.
   */
  long version();

  /**
   * Finds a human name by its label, or a key name by its 52 characters.
   *
   * @param wire bytes that hold the label in wire form, lower-case
   * @param offset where the label's length octet stands
   * @param keyName whether it is the label below {@code key.<suffix>}
   * @return the name as last published
   */
  Published find(Network network, byte[] wire, int offset, boolean keyName);
}
