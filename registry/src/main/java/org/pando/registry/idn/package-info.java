/**
 * Labels beyond ASCII as people write them: IDNA2008 (RFC 5890 to 5893) and the security mechanisms
 * of Unicode (UTS 39).
 *
 * <p>Its tables change with every version of Unicode, so nothing that replicas must agree on may
 * depend on it. The library behind it is large: it is loaded by the first label that is not plain
 * ASCII, and not before.
 */
@NullMarked
package org.pando.registry.idn;

import org.jspecify.annotations.NullMarked;
