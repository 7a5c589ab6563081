/**
 * One file per upstream transport, the factory that makes them, and what is known of their health.
 */
@NullMarked
package org.pando.resolver.upstream;

import org.jspecify.annotations.NullMarked;
