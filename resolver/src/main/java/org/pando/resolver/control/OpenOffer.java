package org.pando.resolver.control;

import java.time.Instant;

/**
 * A name that its owner offers to somebody.
 *
 * @param name fully qualified, without the final dot
 * @param to the key, in z-base-32
 * @param until when it can be accepted last
 */
public record OpenOffer(String name, String to, Instant until) {}
