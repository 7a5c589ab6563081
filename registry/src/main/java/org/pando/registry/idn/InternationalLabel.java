package org.pando.registry.idn;

import java.util.Locale;
import java.util.Optional;

/**
 * A label beyond ASCII in its two forms (RFC 5890), valid under IDNA2008.
 *
 * @param ascii the A-label, such as {@code xn--bcher-kva}
 * @param unicode the U-label, such as {@code bücher}
 */
public record InternationalLabel(String ascii, String unicode) {
  /** What every A-label begins with. */
  public static final String PREFIX = "xn--";

  /** In characters, of both forms; the longer one is the A-label. */
  static final int MAX_LENGTH = 63;

  /**
   * Reads a label in either form. Case does not matter, nor how its marks are composed; nothing
   * else is mapped (RFC 5891, section 4.1).
   *
   * @throws LabelException when it is no label of IDNA2008
   */
  public static InternationalLabel of(String label) throws LabelException {
    int length = label.codePointCount(0, label.length());
    if (length > MAX_LENGTH) {
      throw new LabelException(
          "it has " + length + " characters, a label has at most " + MAX_LENGTH + "; shorten it");
    }
    String lower = label.toLowerCase(Locale.ROOT);
    if (!lower.startsWith(PREFIX)) {
      String unicode = Uts46.canonical(lower);
      return new InternationalLabel(Uts46.toAscii(unicode), unicode);
    }
    String unicode = Uts46.toUnicode(lower);
    InternationalLabel read = new InternationalLabel(Uts46.toAscii(unicode), unicode);
    if (!read.ascii.equals(lower)) {
      throw new LabelException(
          "it stands for '" + unicode + "', whose form is '" + read.ascii + "'; write that");
    }
    return read;
  }

  /**
   * A domain name, for asking, with its labels beyond ASCII in their xn-- form; others stay as they
   * are.
   *
   * @throws LabelException for one that has no such form
   */
  public static String toAscii(String name) throws LabelException {
    String[] labels = name.split("\\.", -1);
    for (int i = 0; i < labels.length; i++) {
      if (!labels[i].chars().allMatch(c -> c < 0x80)) {
        labels[i] = of(labels[i]).ascii;
      }
    }
    return String.join(".", labels);
  }

  /**
   * The Unicode form of a label, when it has one that is fit to be shown: replicas take every xn--
   * label, and many of them are no label of IDNA2008 or look like another one.
   */
  public static Optional<String> shown(String label) {
    if (!label.startsWith(PREFIX)) {
      return Optional.empty();
    }
    try {
      InternationalLabel read = of(label);
      read.checkScripts();
      return Optional.of(read.unicode);
    } catch (LabelException e) {
      return Optional.empty();
    }
  }

  /**
   * Refuses a label that can be mistaken for another one.
   *
   * @throws LabelException with the reason
   */
  public void checkScripts() throws LabelException {
    ScriptRules.check(unicode);
  }
}
