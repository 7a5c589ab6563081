package org.pando.registry.owner;

import org.pando.registry.crypto.SigningKey;
import org.pando.registry.record.Signer;

/**
 * A key of this node that signs for a name.
 *
 * @param signer which of the name's keys it is
 */
record Signatory(Signer signer, SigningKey key) {}
