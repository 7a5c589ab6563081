package org.pando.registry.idn;

import com.ibm.icu.lang.UCharacter;
import com.ibm.icu.lang.UCharacterDirection;
import com.ibm.icu.lang.UScript;
import com.ibm.icu.text.IDNA;
import com.ibm.icu.text.Normalizer2;
import com.ibm.icu.util.VersionInfo;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/**
 * Conversion between the two forms of a label (UTS 46, nontransitional, with the rules of RFC 5891
 * to 5893), restricted to what IDNA2008 allows.
 */
final class Uts46 {
  /** What arguments contain in place of octets that are no text in the locale. */
  private static final char UNREADABLE = '\uFFFD';

  private static final IDNA CONVERTER =
      IDNA.getUTS46Instance(
          IDNA.NONTRANSITIONAL_TO_ASCII
              | IDNA.NONTRANSITIONAL_TO_UNICODE
              | IDNA.USE_STD3_RULES
              | IDNA.CHECK_BIDI
              | IDNA.CHECK_CONTEXTJ
              | IDNA.CHECK_CONTEXTO);

  /** Errors of what is encoded rather than of the encoding. */
  private static final Set<IDNA.Error> OF_CONTENT =
      EnumSet.complementOf(EnumSet.of(IDNA.Error.PUNYCODE, IDNA.Error.INVALID_ACE_LABEL));

  private static final Normalizer2 NFKC_FOLDED = Normalizer2.getNFKCCasefoldInstance();

  private Uts46() {}

  /**
   * Decodes Punycode only; {@link #toAscii} judges the result.
   *
   * @param label that begins with xn--, lower-case
   */
  static String toUnicode(String label) throws LabelException {
    StringBuilder unicode = new StringBuilder();
    IDNA.Info info = new IDNA.Info();
    CONVERTER.labelToUnicode(label, unicode, info);
    if (!OF_CONTENT.containsAll(info.getErrors())) {
      throw new LabelException(
          "what follows xn-- is not the Punycode of a label; write the label in its own letters");
    }
    return unicode.toString();
  }

  /** The one spelling of a label under case and composition (RFC 5895, steps 1 and 3). */
  static String canonical(String label) {
    StringBuilder spelling = new StringBuilder();
    label
        .toLowerCase(Locale.ROOT)
        .codePoints()
        .map(Uts46::canonicalCherokee)
        .forEach(spelling::appendCodePoint);
    return Normalizer2.getNFCInstance().normalize(spelling);
  }

  /** Of Cherokee, IDNA2008 allows the capital letters: its small ones came later. */
  private static int canonicalCherokee(int codePoint) {
    return UScript.getScript(codePoint) == UScript.CHEROKEE
        ? UCharacter.foldCase(codePoint, true)
        : codePoint;
  }

  /**
   * @param label in its one spelling
   */
  static String toAscii(String label) throws LabelException {
    for (int i = 0; i < label.length(); i += Character.charCount(label.codePointAt(i))) {
      checkCharacter(label, i);
    }
    StringBuilder ascii = new StringBuilder();
    IDNA.Info info = new IDNA.Info();
    CONVERTER.labelToASCII(label, ascii, info);
    if (info.hasErrors()) {
      // Two kinds of Arabic digits break the rules of direction too; that explains less.
      IDNA.Error error =
          info.getErrors().contains(IDNA.Error.CONTEXTO_DIGITS)
              ? IDNA.Error.CONTEXTO_DIGITS
              : info.getErrors().iterator().next();
      throw new LabelException(problem(error, label, ascii.length()));
    }
    return ascii.toString();
  }

  private static void checkCharacter(String label, int index) throws LabelException {
    switch (DerivedProperty.of(label.codePointAt(index))) {
      case PVALID, CONTEXTJ, CONTEXTO -> {}
      case DISALLOWED ->
          throw new LabelException(
              Characters.at(label, index) + " cannot stand in a name; " + remedy(label, index));
      case UNASSIGNED ->
          throw new LabelException(
              Characters.at(label, index)
                  + " is no character in Unicode "
                  + unicodeVersion()
                  + "; leave it out");
    }
  }

  /** A compatibility character stands for others, which may be allowed. */
  private static String remedy(String label, int index) {
    if (label.charAt(index) == UNREADABLE) {
      return "the locale of this shell is not UTF-8: set LC_ALL=C.UTF-8, or write the xn-- form";
    }
    String written = UCharacter.toString(label.codePointAt(index));
    String meant = NFKC_FOLDED.normalize(written);
    boolean allowed =
        !meant.isEmpty()
            && !meant.equals(written)
            && meant.codePoints().allMatch(c -> DerivedProperty.of(c) == DerivedProperty.PVALID);
    return allowed
        ? "write '" + meant + "'"
        : "use letters, digits and '-' only: no symbols, emoji or punctuation";
  }

  private static String problem(IDNA.Error error, String label, int encodedLength) {
    return switch (error) {
      case LABEL_TOO_LONG, DOMAIN_NAME_TOO_LONG ->
          "its xn-- form has "
              + encodedLength
              + " characters, a label has at most "
              + InternationalLabel.MAX_LENGTH
              + "; shorten it";
      case LEADING_HYPHEN -> "'-' cannot be the first character; leave it out";
      case TRAILING_HYPHEN -> "'-' cannot be the last character; leave it out";
      case HYPHEN_3_4 -> "'--' as characters 3 and 4 is reserved for xn-- names; leave one '-' out";
      case LEADING_COMBINING_MARK ->
          Characters.at(label, 0) + " is a mark on the character before it, and there is none";
      case BIDI -> bidiProblem(label);
      case CONTEXTJ -> contextProblem(label, DerivedProperty.CONTEXTJ);
      case CONTEXTO_PUNCTUATION -> contextProblem(label, DerivedProperty.CONTEXTO);
      case CONTEXTO_DIGITS -> "it mixes two kinds of Arabic digits; use one of them";
      case EMPTY_LABEL -> "a label is missing";
      case DISALLOWED, PUNYCODE, LABEL_HAS_DOT, INVALID_ACE_LABEL ->
          "it is no label of IDNA2008; write it in plain letters";
    };
  }

  /** RFC 5892, appendix A: there may be several, of which one is in the wrong place. */
  private static String contextProblem(String label, DerivedProperty property) {
    int codePoint =
        label.codePoints().filter(c -> DerivedProperty.of(c) == property).findFirst().orElseThrow();
    return Characters.of(codePoint)
        + " is allowed only where the spelling needs it (RFC 5892, appendix A); leave it out";
  }

  /** RFC 5893, section 2. */
  private static String bidiProblem(String label) {
    boolean rightToLeft = isRightToLeft(label.codePointAt(0));
    for (int i = 0; i < label.length(); i += Character.charCount(label.codePointAt(i))) {
      int codePoint = label.codePointAt(i);
      boolean leftToRight = UCharacter.getDirection(codePoint) == UCharacterDirection.LEFT_TO_RIGHT;
      if (rightToLeft ? leftToRight : isRightToLeft(codePoint)) {
        return Characters.at(label, i)
            + " is written "
            + (rightToLeft ? "from left to right" : "from right to left")
            + ", unlike "
            + Characters.at(label, 0)
            + "; begin with a letter and keep to one direction";
      }
    }
    return "it has digits where writing from right to left allows none; begin and end with a"
        + " letter";
  }

  private static boolean isRightToLeft(int codePoint) {
    return switch (UCharacter.getDirection(codePoint)) {
      case UCharacterDirection.RIGHT_TO_LEFT, UCharacterDirection.RIGHT_TO_LEFT_ARABIC -> true;
      default -> false;
    };
  }

  private static String unicodeVersion() {
    VersionInfo version = UCharacter.getUnicodeVersion();
    return version.getMajor() + "." + version.getMinor();
  }
}
