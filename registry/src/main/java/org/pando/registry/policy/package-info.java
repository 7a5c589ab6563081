/** Which bundles are valid, and what a valid one changes. Pure: no clock, no store. */
@NullMarked
package org.pando.registry.policy;

import org.jspecify.annotations.NullMarked;
