/** What this node's own keys do: founding its network, claiming names, publishing records. */
@NullMarked
package org.pando.registry.owner;

import org.jspecify.annotations.NullMarked;
