package org.pando.resolver.config;

import java.nio.file.Path;

/**
 * The key whose value is being read.
 *
 * @param label how messages name it: {@code [dns] listen}
 * @param element whether the value is one of several in a list
 */
record Spot(String label, boolean element, Reading reading) {
  Spot ofElement() {
    return new Spot(label, true, reading);
  }

  /** Reports that the value has the right kind, but is wrong: {@code what} begins with a verb. */
  void malformed(Raw raw, String what, String fix) {
    reading.problem(raw.place(), named(raw) + " " + what, fix);
  }

  /** Reports that another kind of value is needed. */
  void wrongKind(Raw raw, String fix) {
    malformed(raw, "is " + raw.kind(), fix);
  }

  /** The path that was written: {@code ~} is the home, relative means beside the file. */
  Path path(String text, Place place) {
    if (text.equals("~") || text.startsWith("~/")) {
      return reading.home().resolve(text.substring(Math.min(2, text.length()))).normalize();
    }
    return place instanceof Place.InFile(Path file, int line, int column)
        ? file.resolveSibling(text).normalize()
        : Path.of(text);
  }

  private String named(Raw raw) {
    return switch (raw) {
      case Raw.Scalar(Object value, Place p) ->
          label + (element ? ": " : " = ") + TomlText.of(value);
      case Raw.Items list -> label;
      case Raw.Table table -> label;
    };
  }
}
