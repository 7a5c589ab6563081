package org.pando.resolver.config;

import java.util.List;
import java.util.Optional;

/** Reports keys and tables that are in no table of keys, with what was probably meant. */
final class UnknownKeys {
  private UnknownKeys() {}

  static void report(Section<?> section, Scope scope) {
    List<String> names = section.names();
    scope
        .table()
        .entries()
        .forEach(
            (name, raw) -> {
              if (!names.contains(name)) {
                report(name, raw, section, scope);
              }
            });
  }

  private static void report(String name, Raw raw, Section<?> section, Scope scope) {
    boolean heading = raw instanceof Raw.Table || (raw instanceof Raw.Items l && l.areTables());
    String shown = heading && scope.heading().isEmpty() ? "[" + name + "]" : scope.label(name);
    scope
        .reading()
        .unknown(
            raw.place(),
            shown + (heading ? " is not a section" : " is not a key"),
            elsewhere(name, scope)
                .or(() -> nearby(name, section, scope))
                .orElseGet(() -> all(section, scope)));
  }

  /** The same key in other sections, if it has just one meaning there. */
  private static Optional<String> elsewhere(String name, Scope scope) {
    List<String> headings =
        Config.SECTION.rows().stream()
            .filter(row -> !scope.path().equals(row.name()))
            .filter(row -> names(row).contains(name))
            .map(UnknownKeys::heading)
            .toList();
    if (headings.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(name + " belongs to " + String.join(" or ", headings));
  }

  private static Optional<String> nearby(String name, Section<?> section, Scope scope) {
    return Nearest.to(name, section.names())
        .flatMap(section::row)
        .map(
            row -> "did you mean " + (scope.heading().isEmpty() ? heading(row) : row.name()) + "?");
  }

  private static String all(Section<?> section, Scope scope) {
    if (!scope.heading().isEmpty()) {
      return scope.heading() + " has " + String.join(", ", section.names());
    }
    return "there are "
        + String.join(", ", section.rows().stream().map(UnknownKeys::heading).toList());
  }

  private static List<String> names(Row row) {
    return switch (row) {
      case Row.Key<?> key -> List.of();
      case Row.Table<?> table -> table.section().names();
      case Row.Tables<?> tables -> tables.section().names();
    };
  }

  /** A row of the top level, as it is written there. */
  static String heading(Row row) {
    return switch (row) {
      case Row.Key<?> key -> key.name();
      case Row.Table<?> table -> "[" + table.name() + "]";
      case Row.Tables<?> tables -> "[[" + tables.name() + "]]";
    };
  }
}
