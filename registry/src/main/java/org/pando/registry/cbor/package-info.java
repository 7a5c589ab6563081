/** The narrowed CBOR profile: a strict reader and a writer of the only accepted encoding. */
@NullMarked
package org.pando.registry.cbor;

import org.jspecify.annotations.NullMarked;
