package org.pando.registry.witness;

import org.pando.registry.Bytes;

/**
 * A witness's receipt, as a claimant shows it.
 *
 * @param witness the index of who signed
 * @param time in seconds since 1970
 * @param signature of kind receipt, 64 bytes
 */
public record Receipt(int witness, long time, Bytes signature) {}
