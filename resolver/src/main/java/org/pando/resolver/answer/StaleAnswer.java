package org.pando.resolver.answer;

import org.pando.resolver.answer.ExtendedError.Code;
import org.xbill.DNS.Rcode;

/**
 * An answer that is over, and may be given while no better one is to be had (RFC 8767). Immutable.
 */
public final class StaleAnswer {
  private final CacheEntry place;
  private final CacheEntry given;
  private final long age;

  /**
   * @param place what the cache holds for the question
   * @param given that, or the positive answer before it
   * @param now in seconds of the node's own clock
   */
  StaleAnswer(CacheEntry place, CacheEntry given, long now) {
    this.place = place;
    this.given = given;
    this.age = Math.max(0, now - given.life().expiresAt());
  }

  /**
   * The reply.
   *
   * @param why there is no better one, for people
   */
  public WireAnswer because(String why) {
    boolean exists = given.answer().rcode() != Rcode.NXDOMAIN;
    Code code = exists ? Code.STALE_ANSWER : Code.STALE_NXDOMAIN_ANSWER;
    return given.answer().stale(ExtendedError.of(code, "expired " + ago() + "; " + why));
  }

  private String ago() {
    if (age < 120) {
      return age + " s ago";
    }
    if (age < 2 * 3600) {
      return age / 60 + " min ago";
    }
    return age < 2 * 86_400 ? age / 3600 + " h ago" : age / 86_400 + " d ago";
  }

  CacheEntry place() {
    return place;
  }

  CacheEntry given() {
    return given;
  }
}
