package org.pando.resolver.config;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonPrimitive;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Plain values (Boolean, Number, String, a List of them, or one of TOML's dates) as text of a TOML
 * file and as JSON.
 */
final class TomlText {
  private TomlText() {}

  static String of(Object plain) {
    return switch (plain) {
      case String text -> quoted(text);
      case List<?> list ->
          list.stream().map(TomlText::of).collect(Collectors.joining(", ", "[", "]"));
      case Object other -> other.toString();
    };
  }

  /** A basic string of TOML. */
  private static String quoted(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        quoted.append('\\').append(c);
      } else if (Character.isISOControl(c)) {
        quoted.append("\\u%04x".formatted((int) c));
      } else {
        quoted.append(c);
      }
    }
    return quoted.append('"').toString();
  }

  static JsonElement json(Object plain) {
    return switch (plain) {
      case Boolean bool -> new JsonPrimitive(bool);
      case Number number -> new JsonPrimitive(number);
      case List<?> list -> {
        JsonArray array = new JsonArray();
        list.forEach(element -> array.add(json(element)));
        yield array;
      }
      case Object other -> new JsonPrimitive(other.toString());
    };
  }
}
