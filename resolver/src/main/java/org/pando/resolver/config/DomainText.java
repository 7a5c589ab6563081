package org.pando.resolver.config;

import java.util.Locale;
import java.util.regex.Pattern;

/** Domain names as text: lower case, without the last dot. */
final class DomainText {
  private static final Pattern LABEL =
      Pattern.compile("[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?", Pattern.CASE_INSENSITIVE);
  private static final int MAX_LENGTH = 253;

  private DomainText() {}

  static Parsed<String> parse(String text) {
    String name = text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
    if (name.chars().anyMatch(c -> c > 0x7f)) {
      return new Parsed.Bad<>("has letters beyond ASCII", "write the name in its xn-- form");
    }
    return isName(name)
        ? new Parsed.Ok<>(name.toLowerCase(Locale.ROOT))
        : new Parsed.Bad<>("is not a domain name", "write one such as \"example.com\"");
  }

  static boolean isName(String name) {
    if (name.isEmpty() || name.length() > MAX_LENGTH) {
      return false;
    }
    for (String label : name.split("\\.", -1)) {
      if (!LABEL.matcher(label).matches()) {
        return false;
      }
    }
    return true;
  }
}
