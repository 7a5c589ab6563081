package org.pando.registry.text;

/**
 * A record or directive of a zone file, on one line: parentheses resolved, comments gone, octets
 * outside ASCII written {@code \DDD}.
 *
 * @param number where it begins, 1 for the first line of the text
 * @param text the line
 * @param indented whether it begins with white space: the owner is that of the line before
 * @param commented whether a comment was dropped
 * @param foreign the first character outside ASCII, empty when there is none
 */
record LogicalLine(int number, String text, boolean indented, boolean commented, String foreign) {}
