/** The registry leaf. */
@NullMarked
package org.pando.registry;

import org.jspecify.annotations.NullMarked;
