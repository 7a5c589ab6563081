package org.pando.resolver.answer;

import java.time.Duration;
import java.util.function.Predicate;
import org.xbill.DNS.Name;

/**
 * Which answers may be given though they are over (RFC 8767).
 *
 * @param maxAge how long they may be over
 * @param never names of which none is given: those excluded by the owner, and those that other
 *     sources answer for
 */
public record Staleness(Duration maxAge, Predicate<Name> never) {
  /** None at all. */
  public static final Staleness OFF = new Staleness(Duration.ZERO, name -> true);

  boolean allows(Name name) {
    return !never.test(name);
  }
}
