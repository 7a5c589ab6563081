package org.pando.resolver.control;

/**
 * A zone file as text (RFC 1035, section 5), read where the user is.
 *
 * @param name what error messages call it: {@code name:line: …}
 */
public record ZoneFile(String name, String text) {}
