package org.pando.resolver.control;

/**
 * A file as text, read where the user is.
 *
 * @param name what error messages call it
 */
public record TextFile(String name, String text) {}
