/** The records of one name: canonical bytes, and what is allowed in them. */
@NullMarked
package org.pando.registry.zone;

import org.jspecify.annotations.NullMarked;
