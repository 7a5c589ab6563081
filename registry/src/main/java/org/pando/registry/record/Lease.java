package org.pando.registry.record;

import org.pando.registry.cbor.MapReader;
import org.pando.registry.cbor.MapWriter;
import org.pando.registry.rule.InvalidException;

/**
 * From when to when a name is held; afterwards it is claimable, not unresolvable.
 *
 * @param at when the operation was signed, in seconds since 1970, by its signer's clock
 * @param until when the lease ends, likewise
 */
public record Lease(long at, long until) {
  /** Keys 9 and 10 of an operation. */
  static Lease read(MapReader map) throws InvalidException {
    return new Lease(map.uint(9, 0, Fields.TIME), map.uint(10, 0, Fields.TIME));
  }

  void write(MapWriter map) {
    map.uint(9, at).uint(10, until);
  }
}
