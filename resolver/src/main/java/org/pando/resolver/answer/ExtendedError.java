package org.pando.resolver.answer;

/**
 * An extended DNS error (RFC 8914): why an answer is not what was hoped for.
 *
 * @param code its info-code
 * @param text for people: ASCII, at most {@value #MAX_TEXT} characters
 */
public record ExtendedError(Code code, String text) {
  public static final int MAX_TEXT = 120;

  /** The info-codes that Pando gives (IANA: Extended DNS Error Codes). */
  public enum Code {
    OTHER(0),
    PROHIBITED(18),
    NOT_SUPPORTED(21),
    NO_REACHABLE_AUTHORITY(22),
    NETWORK_ERROR(23),
    INVALID_DATA(24);

    private final int number;

    Code(int number) {
      this.number = number;
    }

    public int number() {
      return number;
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
    String ascii = text.replaceAll("[^ -~]", "?");
    return new ExtendedError(code, ascii.substring(0, Math.min(ascii.length(), MAX_TEXT)));
  }
}
