package org.pando.registry.cbor;

import org.pando.registry.Bytes;

/** An object with exactly one encoding. */
public interface Encoded {
  Bytes encode();
}
