package org.pando.registry.record;

import java.util.regex.Pattern;
import org.pando.registry.rule.InvalidException;
import org.pando.registry.rule.Rule;

/** The syntax of a human name's label (V3, section 5). */
public final class Label {
  private static final Pattern LDH = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");
  private static final Pattern DIGITS = Pattern.compile("[0-9]+");

  private Label() {}

  /** Refuses what is not a label. All that replicas agree on: no tables that change. */
  public static void check(String label) throws InvalidException {
    if (!isLdh(label)) {
      throw invalid(label, "1 to 63 of a-z, 0-9 and '-', with '-' neither first nor last");
    }
    if (label.equals("key")) {
      throw invalid(label, "the names of keys stand below it; choose another");
    }
    if (DIGITS.matcher(label).matches()) {
      throw invalid(label, "only digits looks like an address; add a letter");
    }
    if (label.startsWith("--", 2) && !label.startsWith("xn")) {
      throw invalid(label, "'--' as characters 3 and 4 only after xn");
    }
  }

  static boolean isLdh(String label) {
    return LDH.matcher(label).matches();
  }

  private static InvalidException invalid(String label, String what) {
    return new InvalidException(Rule.V3, "label \"" + label + "\"", what);
  }
}
