package org.pando.registry.witness;

import org.pando.registry.Bytes;
import org.pando.registry.cbor.Encoded;
import org.pando.registry.cbor.MapWriter;

/**
 * What a witness signs when it first hears of a claim that it cannot read yet.
 *
 * @param epoch in which it signs
 * @param blind the claim's opHash, hidden by a salt
 * @param time by the witness's clock, in seconds since 1970
 */
record ReceiptPayload(long epoch, Bytes blind, long time) implements Encoded {
  @Override
  public Bytes encode() {
    return new MapWriter().uint(0, epoch).bytes(1, blind).uint(2, time).encode();
  }
}
