package org.pando.registry.idn;

import com.ibm.icu.lang.UCharacter;
import com.ibm.icu.lang.UCharacterCategory;
import com.ibm.icu.lang.UScript;
import java.util.BitSet;

/** How single characters are told to people. */
final class Characters {
  private Characters() {}

  /**
   * {@code 'ü' (character 2, U+00FC)}; without itself where it would not be seen.
   *
   * @param index of its first UTF-16 unit
   */
  static String at(String text, int index) {
    int codePoint = text.codePointAt(index);
    String place = "character " + (text.codePointCount(0, index) + 1);
    return isVisible(codePoint)
        ? "'" + Character.toString(codePoint) + "' (" + place + ", " + number(codePoint) + ")"
        : number(codePoint) + " (" + place + ")";
  }

  /** {@code 'ü' (U+00FC)}, likewise. */
  static String of(int codePoint) {
    return isVisible(codePoint)
        ? "'" + Character.toString(codePoint) + "' (" + number(codePoint) + ")"
        : number(codePoint);
  }

  private static String number(int codePoint) {
    return "U+%04X".formatted(codePoint);
  }

  private static boolean isVisible(int codePoint) {
    return switch (UCharacter.getType(codePoint)) {
      case UCharacterCategory.UNASSIGNED,
          UCharacterCategory.NON_SPACING_MARK,
          UCharacterCategory.ENCLOSING_MARK,
          UCharacterCategory.COMBINING_SPACING_MARK,
          UCharacterCategory.SPACE_SEPARATOR,
          UCharacterCategory.LINE_SEPARATOR,
          UCharacterCategory.PARAGRAPH_SEPARATOR,
          UCharacterCategory.CONTROL,
          UCharacterCategory.FORMAT,
          UCharacterCategory.PRIVATE_USE,
          UCharacterCategory.SURROGATE ->
          false;
      default -> true;
    };
  }

  /** A script that the character is written in, such as {@code Cyrillic}. */
  static String script(int codePoint) {
    return UScript.getName(scriptNumber(codePoint));
  }

  /** Whether it belongs to all scripts, as digits do. */
  static boolean isCommon(int codePoint) {
    int script = scriptNumber(codePoint);
    return script == UScript.COMMON || script == UScript.INHERITED;
  }

  private static int scriptNumber(int codePoint) {
    BitSet scripts = new BitSet();
    int script = UScript.getScriptExtensions(codePoint, scripts);
    return script >= 0 ? script : scripts.nextSetBit(0);
  }
}
