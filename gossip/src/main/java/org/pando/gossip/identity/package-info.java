/**
 * Who peers are and where they may be found: keys, addresses, signed records, and the message in
 * which they say so. Pure functions of bytes and text.
 */
@NullMarked
package org.pando.gossip.identity;

import org.jspecify.annotations.NullMarked;
