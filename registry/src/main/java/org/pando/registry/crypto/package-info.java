/** Keys, signatures, hashes and stamps, each bound to a kind and a network. */
@NullMarked
package org.pando.registry.crypto;

import org.jspecify.annotations.NullMarked;
