/**
 * What a resolver has to do on the wire, rule by rule, tried over real sockets: one row per rule in
 * {@link org.pando.resolver.conformance.Rules}. The same rows run against other resolvers, so that
 * a row that is wrong itself is found out.
 */
@NullMarked
package org.pando.resolver.conformance;

import org.jspecify.annotations.NullMarked;
