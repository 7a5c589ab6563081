/** Measurements, run by hand or by a script; each prints a line per figure. */
@NullMarked
package org.pando.gossip.bench;

import org.jspecify.annotations.NullMarked;
