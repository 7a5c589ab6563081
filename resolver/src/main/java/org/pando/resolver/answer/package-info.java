/**
 * Questions and answers as bytes, and the fast lane: the sources that answer at once, on the thread
 * that received the question. No Netty, no blocking, no clock of its own.
 */
@NullMarked
package org.pando.resolver.answer;

import org.jspecify.annotations.NullMarked;
