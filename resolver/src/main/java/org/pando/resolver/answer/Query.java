package org.pando.resolver.answer;

import org.xbill.DNS.Name;

/**
 * A question on the slow lane. Immutable.
 *
 * @param name absolute, in the case it was asked in
 * @param type a type that has data (RFC 6895 section 3.1), never a meta type
 * @param checkingDisabled CD: the client validates by itself
 * @param trace hears each step; no part of its identity
 */
public record Query(Name name, int type, boolean checkingDisabled, Trace trace) {
  /** The same question for another name, to follow an alias. */
  public Query at(Name target) {
    return new Query(target, type, checkingDisabled, trace);
  }

  /** The same question with its steps told to somebody else. */
  public Query tracedBy(Trace other) {
    return new Query(name, type, checkingDisabled, other);
  }

  /** Its identity as a map key. */
  public QuestionKey key() {
    return QuestionKey.of(name.toWire(), type, checkingDisabled);
  }
}
