/** The composition root: which parts exist, in which order they start and stop. */
@NullMarked
package org.pando.resolver.app;

import org.jspecify.annotations.NullMarked;
