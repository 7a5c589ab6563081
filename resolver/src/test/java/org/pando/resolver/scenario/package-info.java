/** Scenarios in time of their own: scripted upstreams, steps and checks from text files. */
@NullMarked
package org.pando.resolver.scenario;

import org.jspecify.annotations.NullMarked;
