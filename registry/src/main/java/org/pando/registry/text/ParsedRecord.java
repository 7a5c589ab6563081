package org.pando.registry.text;

import org.pando.registry.Bytes;

/**
 * A resource record as written by its owner, in the form a zone body has it (registry
 * specification, section 4); class IN.
 *
 * @param owner wire labels relative to the name, lower-case, ended by 00; the name itself is a
 *     single 00
 * @param type the RR type's number
 * @param ttl seconds, {@value #MIN_TTL} to {@value #MAX_TTL}
 * @param rdata canonical: names absolute, uncompressed, lower-case
 */
public record ParsedRecord(Bytes owner, int type, int ttl, Bytes rdata) {
  public static final int MIN_TTL = 30;
  public static final int MAX_TTL = 86_400;

  /** The TTL of a record that is written without one. */
  public static final int DEFAULT_TTL = 3600;
}
