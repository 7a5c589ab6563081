package org.pando.registry.idn;

import com.ibm.icu.lang.UCharacter;
import com.ibm.icu.lang.UCharacter.HangulSyllableType;
import com.ibm.icu.lang.UCharacter.UnicodeBlock;
import com.ibm.icu.lang.UCharacterCategory;
import com.ibm.icu.lang.UProperty;
import com.ibm.icu.text.Normalizer2;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What IDNA2008 lets a code point do in a label, computed as in RFC 5892, section 3. */
enum DerivedProperty {
  PVALID,
  /** Allowed where a script joins letters with it. */
  CONTEXTJ,
  /** Allowed in another context, such as between two letters. */
  CONTEXTO,
  DISALLOWED,
  /** Not a character yet. */
  UNASSIGNED;

  private static final Normalizer2 NFKC = Normalizer2.getNFKCInstance();

  private static final Set<UnicodeBlock> IGNORABLE_BLOCKS =
      Set.of(
          UnicodeBlock.COMBINING_MARKS_FOR_SYMBOLS,
          UnicodeBlock.MUSICAL_SYMBOLS,
          UnicodeBlock.ANCIENT_GREEK_MUSICAL_NOTATION);

  static DerivedProperty of(int codePoint) {
    @Nullable DerivedProperty exception = exception(codePoint);
    if (exception != null) {
      return exception;
    }
    if (UCharacter.getType(codePoint) == UCharacterCategory.UNASSIGNED
        && !has(codePoint, UProperty.NONCHARACTER_CODE_POINT)) {
      return UNASSIGNED;
    }
    if (isLdh(codePoint)) {
      return PVALID;
    }
    if (has(codePoint, UProperty.JOIN_CONTROL)) {
      return CONTEXTJ;
    }
    boolean disallowed =
        isUnstable(codePoint)
            || isIgnorable(codePoint)
            || isOldHangulJamo(codePoint)
            || !isLetterDigit(codePoint);
    return disallowed ? DISALLOWED : PVALID;
  }

  /** Section 2.6; the category of section 2.7 is empty. */
  private static @Nullable DerivedProperty exception(int codePoint) {
    return switch (codePoint) {
      case 0x00DF, 0x03C2, 0x06FD, 0x06FE, 0x0F0B, 0x3007 -> PVALID;
      case 0x00B7, 0x0375, 0x05F3, 0x05F4, 0x30FB -> CONTEXTO;
      case 0x0640, 0x07FA, 0x302E, 0x302F, 0x303B -> DISALLOWED;
      default -> {
        boolean arabicDigit =
            (codePoint >= 0x0660 && codePoint <= 0x0669)
                || (codePoint >= 0x06F0 && codePoint <= 0x06F9);
        boolean kanaRepeatMark = codePoint >= 0x3031 && codePoint <= 0x3035;
        yield arabicDigit ? CONTEXTO : kanaRepeatMark ? DISALLOWED : null;
      }
    };
  }

  /** Section 2.8. */
  private static boolean isLdh(int codePoint) {
    return codePoint == '-'
        || (codePoint >= '0' && codePoint <= '9')
        || (codePoint >= 'a' && codePoint <= 'z');
  }

  /** Section 2.2: another text is its canonical form. */
  private static boolean isUnstable(int codePoint) {
    String text = UCharacter.toString(codePoint);
    return !NFKC.normalize(UCharacter.foldCase(NFKC.normalize(text), true)).equals(text);
  }

  /** Sections 2.3 and 2.4. */
  private static boolean isIgnorable(int codePoint) {
    return has(codePoint, UProperty.DEFAULT_IGNORABLE_CODE_POINT)
        || has(codePoint, UProperty.WHITE_SPACE)
        || has(codePoint, UProperty.NONCHARACTER_CODE_POINT)
        || IGNORABLE_BLOCKS.contains(UnicodeBlock.of(codePoint));
  }

  /** Section 2.9. */
  private static boolean isOldHangulJamo(int codePoint) {
    return switch (UCharacter.getIntPropertyValue(codePoint, UProperty.HANGUL_SYLLABLE_TYPE)) {
      case HangulSyllableType.LEADING_JAMO,
          HangulSyllableType.VOWEL_JAMO,
          HangulSyllableType.TRAILING_JAMO ->
          true;
      default -> false;
    };
  }

  /** Section 2.1. */
  private static boolean isLetterDigit(int codePoint) {
    return switch (UCharacter.getType(codePoint)) {
      case UCharacterCategory.LOWERCASE_LETTER,
          UCharacterCategory.UPPERCASE_LETTER,
          UCharacterCategory.OTHER_LETTER,
          UCharacterCategory.DECIMAL_DIGIT_NUMBER,
          UCharacterCategory.MODIFIER_LETTER,
          UCharacterCategory.NON_SPACING_MARK,
          UCharacterCategory.COMBINING_SPACING_MARK ->
          true;
      default -> false;
    };
  }

  private static boolean has(int codePoint, int property) {
    return UCharacter.hasBinaryProperty(codePoint, property);
  }
}
