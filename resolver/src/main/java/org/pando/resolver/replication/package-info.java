/**
 * Joins the two leaves: what is in the registry is handed to other nodes by gossip, and what they
 * hand over goes into the registry. The only package that knows both.
 */
@NullMarked
package org.pando.resolver.replication;

import org.jspecify.annotations.NullMarked;
