package org.pando.resolver.answer;

import java.util.Arrays;
import java.util.regex.Pattern;

/**
 * An extended DNS error (RFC 8914): why an answer is not what was hoped for.
 *
 * @param code its info-code
 * @param text for people: ASCII, at most {@value #MAX_TEXT} characters
 */
public record ExtendedError(Code code, String text) {
  public static final int MAX_TEXT = 120;

  private static final Pattern UNPRINTABLE = Pattern.compile("[^ -~]");

  /** The registered info-codes (IANA: Extended DNS Error Codes). */
  public enum Code {
    OTHER(0),
    UNSUPPORTED_DNSKEY_ALGORITHM(1),
    UNSUPPORTED_DS_DIGEST_TYPE(2),
    STALE_ANSWER(3),
    FORGED_ANSWER(4),
    DNSSEC_INDETERMINATE(5),
    DNSSEC_BOGUS(6),
    SIGNATURE_EXPIRED(7),
    SIGNATURE_NOT_YET_VALID(8),
    DNSKEY_MISSING(9),
    RRSIGS_MISSING(10),
    NO_ZONE_KEY_BIT_SET(11),
    NSEC_MISSING(12),
    CACHED_ERROR(13),
    NOT_READY(14),
    BLOCKED(15),
    CENSORED(16),
    FILTERED(17),
    PROHIBITED(18),
    STALE_NXDOMAIN_ANSWER(19),
    NOT_AUTHORITATIVE(20),
    NOT_SUPPORTED(21),
    NO_REACHABLE_AUTHORITY(22),
    NETWORK_ERROR(23),
    INVALID_DATA(24),
    SIGNATURE_EXPIRED_BEFORE_VALID(25),
    TOO_EARLY(26),
    UNSUPPORTED_NSEC3_ITERATIONS_VALUE(27),
    UNABLE_TO_CONFORM_TO_POLICY(28),
    SYNTHESIZED(29);

    private final int number;

    Code(int number) {
      this.number = number;
    }

    /** The code of a number; {@link #OTHER} for one that is not registered. */
    public static Code of(int number) {
      return Arrays.stream(values()).filter(c -> c.number == number).findFirst().orElse(OTHER);
    }

    public int number() {
      return number;
    }

    /** Whether the answer it comes with is over (RFC 8767). */
    public boolean saysStale() {
      return this == STALE_ANSWER || this == STALE_NXDOMAIN_ANSWER;
    }

    /** Whether it says that validation failed (RFC 8914 sections 4.7 to 4.13). */
    public boolean isBogus() {
      return number >= DNSSEC_BOGUS.number && number <= NSEC_MISSING.number;
    }
  }

  /**
   * @throws IllegalArgumentException when the text does not fit a reply; {@link #of} makes it fit
   */
  public ExtendedError {
    if (text.length() > MAX_TEXT || !text.chars().allMatch(c -> c >= ' ' && c <= '~')) {
      throw new IllegalArgumentException("extended error text: " + text);
    }
  }

  /** Makes any text fit: other characters become {@code ?}, the end is cut. */
  public static ExtendedError of(Code code, String text) {
    String ascii = UNPRINTABLE.matcher(text).replaceAll("?");
    return new ExtendedError(code, ascii.substring(0, Math.min(ascii.length(), MAX_TEXT)));
  }
}
