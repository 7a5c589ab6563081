package org.pando.resolver.control;

/** Asks the running node as a client on this computer would. */
public interface Lookups {
  /**
   * Called on a thread that may block.
   *
   * @param name as typed; without a dot it is meant in the default network
   * @param type such as {@code A} or {@code TYPE65}
   * @param trace whether the report lists every step of the ladder
   * @return the answer, whatever its RCODE
   * @throws ControlException INVALID for something that is no name or type
   */
  LookupReport resolve(String name, String type, boolean trace) throws ControlException;
}
