/** Who hears what becomes of clients' questions, and the counters of it. */
@NullMarked
package org.pando.resolver.observe;

import org.jspecify.annotations.NullMarked;
