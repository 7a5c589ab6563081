/**
 * What goes to stderr. Everybody logs through SLF4J with a logger named after the class; {@link
 * org.pando.resolver.log.Logging} says what a line looks like and which lines are written.
 *
 * <p>Callers keep two rules. The name of a question is logged at debug and never above: a log that
 * is always on must not tell what people ask for. A message says where, what and how to go on; an
 * exception goes along as the last argument and is written as one line, its stack trace only at
 * debug.
 */
@NullMarked
package org.pando.resolver.log;

import org.jspecify.annotations.NullMarked;
