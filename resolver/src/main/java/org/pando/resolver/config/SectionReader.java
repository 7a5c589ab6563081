package org.pando.resolver.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Makes records of raw tables, by the rows of their sections. */
final class SectionReader {
  private SectionReader() {}

  /** The record, or nothing if a key that must be written is missing or wrong. */
  static <S extends Record> Optional<S> read(Section<S> section, Scope scope) {
    UnknownKeys.report(section, scope);
    boolean allGood = true;
    List<Object> values = new ArrayList<>();
    for (Row row : section.rows()) {
      Optional<?> value = readRow(row, scope);
      allGood &= value.isPresent();
      (value.isPresent() ? value : substitute(row, scope)).ifPresent(values::add);
    }
    if (values.size() < section.rows().size()) {
      return Optional.empty();
    }
    S built = section.build(values);
    if (allGood) {
      section.check(built, scope);
    }
    return Optional.of(built);
  }

  private static Optional<?> readRow(Row row, Scope scope) {
    return switch (row) {
      case Row.Key<?> key -> readKey(key, scope);
      case Row.Table<?> table -> readTable(table, scope);
      case Row.Tables<?> tables -> Optional.of(readTables(tables, scope));
    };
  }

  /** What stands in for a wrong value, so that the rest can be judged. */
  private static Optional<?> substitute(Row row, Scope scope) {
    return switch (row) {
      case Row.Key<?> key -> substitute(key, scope);
      case Row.Table<?> table -> Optional.empty();
      case Row.Tables<?> tables -> Optional.empty();
    };
  }

  private static <T> Optional<T> substitute(Row.Key<T> key, Scope scope) {
    return key.fallback().isEmpty()
        ? Optional.empty()
        : key.type().off().or(() -> key.effective(scope.reading().available()));
  }

  private static <T> Optional<T> readKey(Row.Key<T> key, Scope scope) {
    Raw raw = scope.table().entries().get(key.name());
    if (raw == null) {
      Optional<T> effective = key.effective(scope.reading().available());
      if (effective.isEmpty() && !scope.reading().incomplete()) {
        scope.problem(key.name(), "is missing", "add the line " + key.name() + " = …");
      }
      return effective;
    }
    scope.reading().given(scope.path(key.name()), raw.place());
    if (key.type().off().isPresent() && isOff(raw)) {
      return key.type().off();
    }
    Spot spot = new Spot(scope.label(key.name()), false, scope.reading());
    return key.type().read(raw, spot).filter(value -> canDo(key, value, raw, scope));
  }

  private static boolean isOff(Raw raw) {
    return raw instanceof Raw.Scalar(Object value, Place place)
        && (value.equals(false)
            || value.equals("off")
            || (value.equals("false") && place instanceof Place.Environment));
  }

  private static <T> boolean canDo(Row.Key<T> key, T value, Raw raw, Scope scope) {
    Optional<Capability> missing = key.missingFor(value, scope.reading().available());
    if (missing.isEmpty()) {
      return true;
    }
    scope
        .reading()
        .problem(
            raw.place(),
            "%s = %s %s"
                .formatted(
                    scope.label(key.name()),
                    TomlText.of(key.type().plain(value)),
                    needs(missing.get())),
            raw.place() instanceof Place.Environment
                ? "set it to \"off\" or remove the variable"
                : key.instead());
    return false;
  }

  private static String needs(Capability capability) {
    return "needs " + capability.text() + ", which this version does not have";
  }

  private static <S extends Record> Optional<S> readTable(Row.Table<S> row, Scope scope) {
    String heading = "[" + row.name() + "]";
    Raw.Table table =
        switch (scope.table().entries().get(row.name())) {
          case null -> Raw.Table.none();
          case Raw.Table written -> written;
          case Raw other -> {
            String kind = isTables(other) ? "a list of tables" : other.kind();
            scope.problem(row.name(), "is " + kind, "write " + heading);
            yield Raw.Table.none();
          }
        };
    return read(row.section(), new Scope(heading, row.name(), table, scope.reading()));
  }

  private static boolean isTables(Raw raw) {
    return raw instanceof Raw.Items list && list.areTables();
  }

  private static <S extends Record> List<S> readTables(Row.Tables<S> row, Scope scope) {
    return switch (scope.table().entries().get(row.name())) {
      case null -> List.of();
      case Raw raw when isOff(raw) -> List.of();
      case Raw.Items(List<Raw> items, Place place) -> {
        List<S> sections = new ArrayList<>();
        items.forEach(item -> readItem(row, item, sections.size(), scope).ifPresent(sections::add));
        yield List.copyOf(sections);
      }
      case Raw other -> {
        scope.problem(row.name(), "is " + other.kind(), "write [[" + row.name() + "]]");
        yield List.of();
      }
    };
  }

  private static <S extends Record> Optional<S> readItem(
      Row.Tables<S> row, Raw item, int index, Scope scope) {
    Reading reading = scope.reading();
    String heading = "[[" + row.name() + "]]";
    if (!(item instanceof Raw.Table table)) {
      reading.problem(item.place(), row.name() + " holds " + item.kind(), "write " + heading);
      return Optional.empty();
    }
    Optional<Capability> missing =
        row.needs().filter(needed -> !reading.available().contains(needed));
    if (missing.isPresent()) {
      reading.problem(item.place(), heading + " " + needs(missing.get()), "remove this table");
      return Optional.empty();
    }
    String path = row.name() + "[" + index + "]";
    return read(row.section(), new Scope(heading, path, table, reading));
  }
}
