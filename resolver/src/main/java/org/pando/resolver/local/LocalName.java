package org.pando.resolver.local;

import org.jspecify.annotations.Nullable;

/**
 * What is known at one name. Immutable.
 *
 * @param images its records
 * @param zone what begins here
 */
record LocalName(@Nullable Images images, @Nullable Zone zone) {}
