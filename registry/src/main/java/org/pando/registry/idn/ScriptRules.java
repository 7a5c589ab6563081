package org.pando.registry.idn;

import com.ibm.icu.text.SpoofChecker;
import com.ibm.icu.text.SpoofChecker.CheckResult;
import com.ibm.icu.text.SpoofChecker.RestrictionLevel;
import com.ibm.icu.text.UnicodeSet;

/**
 * Refuses labels that are made to be mistaken for others, as far as a label alone shows it: mixed
 * scripts (UTS 39, section 5.2, "highly restrictive"), marks and digits that hide, and labels of
 * another script that look like an ASCII label throughout.
 */
final class ScriptRules {
  private static final SpoofChecker CHECKER =
      new SpoofChecker.Builder()
          .setRestrictionLevel(RestrictionLevel.HIGHLY_RESTRICTIVE)
          .setChecks(
              SpoofChecker.RESTRICTION_LEVEL
                  | SpoofChecker.INVISIBLE
                  | SpoofChecker.MIXED_NUMBERS
                  | SpoofChecker.HIDDEN_OVERLAY)
          .build();

  /**
   * The Latin letters of everyday languages. Some look like two ASCII letters or like one without
   * its dot, and yet are the right spelling: Danish {@code pære}, Icelandic {@code þor}.
   */
  private static final UnicodeSet EVERYDAY_LATIN =
      new UnicodeSet("[:Latin:]")
          .retainAll(SpoofChecker.RECOMMENDED)
          .addAll("0123456789-")
          .freeze();

  private ScriptRules() {}

  /**
   * @param label in its Unicode form, allowed by IDNA2008
   */
  static void check(String label) throws LabelException {
    for (int end = 0; end < label.length(); ) {
      int at = end;
      end += Character.charCount(label.codePointAt(at));
      CheckResult result = new CheckResult();
      if (CHECKER.failsChecks(label.substring(0, end), result)) {
        throw new LabelException(problem(label, at, result.checks));
      }
    }
    String skeleton = Skeleton.of(label);
    boolean looksAscii = skeleton.chars().allMatch(c -> c < 0x80);
    if (looksAscii && !EVERYDAY_LATIN.containsAll(label)) {
      throw new LabelException(lookalike(label, skeleton));
    }
  }

  private static String problem(String label, int at, int checks) {
    String character = Characters.at(label, at);
    if ((checks & SpoofChecker.RESTRICTION_LEVEL) != 0) {
      int first = firstOfAScript(label);
      return "it mixes "
          + Characters.script(label.codePointAt(first))
          + " "
          + Characters.at(label, first)
          + " and "
          + Characters.script(label.codePointAt(at))
          + " "
          + character
          + "; write it in one script (Latin may stand beside Chinese, Japanese or Korean)";
    }
    if ((checks & SpoofChecker.MIXED_NUMBERS) != 0) {
      return character + " is a digit of another writing system than those before; use one of them";
    }
    return character + " cannot be seen behind the character before it; leave it out";
  }

  private static int firstOfAScript(String label) {
    int at = 0;
    while (Characters.isCommon(label.codePointAt(at))) {
      at += Character.charCount(label.codePointAt(at));
    }
    return at;
  }

  private static String lookalike(String label, String skeleton) {
    int at = 0;
    while (EVERYDAY_LATIN.contains(label.codePointAt(at))) {
      at += Character.charCount(label.codePointAt(at));
    }
    String script = Characters.script(label.codePointAt(at));
    String ascii = skeleton.replace('O', '0');
    return "it looks like '"
        + ascii
        + "', but "
        + Characters.at(label, at)
        + " is "
        + (script.equals("Latin") ? "a rare Latin letter" : script)
        + "; write '"
        + ascii
        + "' or choose a label that cannot be mistaken for it";
  }
}
