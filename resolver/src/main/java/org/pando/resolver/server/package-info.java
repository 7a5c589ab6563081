/** The DNS server: listeners, admission, and the way of one question from packet to reply. */
@NullMarked
package org.pando.resolver.server;

import org.jspecify.annotations.NullMarked;
