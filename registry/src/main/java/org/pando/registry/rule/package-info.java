/** The validity rules by name, and the exceptions of objects that break or outrun them. */
@NullMarked
package org.pando.registry.rule;

import org.jspecify.annotations.NullMarked;
