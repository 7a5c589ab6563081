/** Questions to untrusted servers: what comes back is a message, not an answer. */
@NullMarked
package org.pando.resolver.exchange;

import org.jspecify.annotations.NullMarked;
