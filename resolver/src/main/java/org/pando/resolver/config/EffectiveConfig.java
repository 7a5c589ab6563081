package org.pando.resolver.config;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Owned by the thread that calls it: writes a configuration as a TOML file with every key. Read
 * again, the file gives the same configuration. Comments say where a value comes from and which
 * default it will have once the program can do it.
 */
public final class EffectiveConfig {
  private final Map<String, Place> given;
  private final Set<Capability> available;
  private final StringBuilder text = new StringBuilder();

  private EffectiveConfig(Map<String, Place> given, Set<Capability> available) {
    this.given = given;
    this.available = available;
  }

  /** The text of the file. */
  public static String toToml(ConfigResult.Loaded loaded, Set<Capability> available) {
    EffectiveConfig writer = new EffectiveConfig(loaded.given(), available);
    writer.section(Config.SECTION, loaded.config(), "");
    return writer.text.toString();
  }

  private <S extends Record> void section(Section<S> section, S record, String path) {
    List<Object> values = section.values(record);
    for (int i = 0; i < values.size(); i++) {
      switch (section.rows().get(i)) {
        case Row.Key<?> key -> key(key, values.get(i), path.isEmpty() ? path : path + ".");
        case Row.Table<?> table -> table(table, values.get(i));
        case Row.Tables<?> tables -> tables(tables, (List<?>) values.get(i));
      }
    }
  }

  @SuppressWarnings("unchecked") // a section gives its values in the order of its rows
  private <S extends Record> void table(Row.Table<S> row, Object value) {
    text.append("\n[").append(row.name()).append("]\n");
    section(row.section(), (S) value, row.name());
  }

  @SuppressWarnings("unchecked") // a section gives its values in the order of its rows
  private <S extends Record> void tables(Row.Tables<S> row, List<?> values) {
    if (values.isEmpty()) {
      text.append("\n# no [[").append(row.name()).append("]]\n");
    }
    for (int i = 0; i < values.size(); i++) {
      text.append("\n[[").append(row.name()).append("]]\n");
      section(row.section(), (S) values.get(i), row.name() + "[" + i + "]");
    }
  }

  @SuppressWarnings("unchecked") // a section gives its values in the order of its rows
  private <T> void key(Row.Key<T> key, Object value, String prefix) {
    text.append(key.name())
        .append(" = ")
        .append(TomlText.of(key.type().plain((T) value)))
        .append("  # ")
        .append(origin(key, prefix + key.name()))
        .append('\n');
  }

  private <T> String origin(Row.Key<T> key, String path) {
    Place place = given.get(path);
    if (place != null) {
      return place.text();
    }
    Optional<Capability> missing =
        key.fallback().flatMap(value -> key.missingFor(value, available));
    if (missing.isEmpty()) {
      return "default";
    }
    String later = key.fallback().map(key.type()::plain).map(TomlText::of).orElse("");
    return "default; " + later + " once the program has " + missing.get().text();
  }
}
