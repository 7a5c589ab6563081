package org.pando.registry.record;

import org.pando.registry.rule.InvalidException;
import org.pando.registry.rule.Rule;

/**
 * The suffix that a network owns (V3, section 5), without the final dot, such as {@code home.alt}.
 * All of them are reserved for uses outside the public DNS.
 *
 * @param text 1 to 4 lower-case labels
 */
public record Suffix(String text) {
  /** In characters. */
  public static final int MAX_LENGTH = 64;

  private static final int MAX_LABELS = 4;

  /**
   * @throws IllegalArgumentException when it is none; {@link #parse} is for text from outside
   */
  public Suffix {
    if (!isSuffix(text)) {
      throw new IllegalArgumentException("\"" + text + "\" is no suffix");
    }
  }

  /** A suffix from outside. */
  public static Suffix parse(String text) throws InvalidException {
    if (!isSuffix(text)) {
      throw new InvalidException(
          Rule.V3,
          "suffix \"" + text + "\"",
          "it is home.arpa, or ends in .alt or .internal: at most 4 lower-case labels and 64"
              + " characters");
    }
    return new Suffix(text);
  }

  /** Octets of the suffix in wire form, with the final 00. */
  public int wireLength() {
    return text.length() + 2;
  }

  private static boolean isSuffix(String text) {
    if (text.length() > MAX_LENGTH) {
      return false;
    }
    String[] labels = text.split("\\.", -1);
    if (labels.length > MAX_LABELS) {
      return false;
    }
    for (String label : labels) {
      if (!Label.isLdh(label)) {
        return false;
      }
    }
    return text.endsWith(".alt") || text.endsWith(".internal") || text.equals("home.arpa");
  }

  @Override
  public String toString() {
    return text;
  }
}
