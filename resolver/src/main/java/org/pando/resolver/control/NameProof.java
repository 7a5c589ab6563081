package org.pando.resolver.control;

/**
 * A proof of everything known of a name, which {@code pando verify} checks without any node.
 *
 * @param name fully qualified, without the final dot
 * @param proof lines of text
 */
public record NameProof(String name, String proof) {}
