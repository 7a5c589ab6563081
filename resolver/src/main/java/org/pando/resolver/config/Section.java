package org.pando.resolver.config;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * The table of what a part of the file can hold: one row for each component of the record that the
 * part is read into, in the same order and with the same name ({@code maxTtl} is {@code max-ttl},
 * {@code upstreams} holds every {@code [[upstream]]}). A component without its row, or the other
 * way round, fails when the class is loaded.
 */
final class Section<S extends Record> {
  private final Class<S> type;
  private final List<Row> rows;
  private final BiConsumer<S, Scope> check;

  private Section(Class<S> type, List<Row> rows, BiConsumer<S, Scope> check) {
    this.type = type;
    this.rows = rows;
    this.check = check;
    List<String> components =
        Arrays.stream(type.getRecordComponents()).map(Section::nameInFile).toList();
    for (int i = 0; i < Math.max(components.size(), rows.size()); i++) {
      String component = i < components.size() ? components.get(i) : "no component";
      String row = i < rows.size() ? rows.get(i).name() : "no row";
      if (!component.equals(row) && !component.equals(row + "s")) {
        throw new IllegalStateException(
            type.getSimpleName() + ": component " + component + " meets " + row + " in the table");
      }
    }
  }

  static <S extends Record> Section<S> of(Class<S> type, Row... rows) {
    return new Section<>(type, List.of(rows), (value, scope) -> {});
  }

  /** This section with a check of what its keys say together. */
  Section<S> checkedBy(BiConsumer<S, Scope> together) {
    return new Section<>(type, rows, together);
  }

  List<Row> rows() {
    return rows;
  }

  List<String> names() {
    return rows.stream().map(Row::name).toList();
  }

  Optional<Row> row(String name) {
    return rows.stream().filter(row -> row.name().equals(name)).findFirst();
  }

  void check(S value, Scope scope) {
    check.accept(value, scope);
  }

  /** The record of these values, which stand in the order of the rows. */
  S build(List<Object> values) {
    Class<?>[] types =
        Arrays.stream(type.getRecordComponents())
            .map(RecordComponent::getType)
            .toArray(Class<?>[]::new);
    try {
      Constructor<S> constructor = type.getDeclaredConstructor(types);
      return constructor.newInstance(values.toArray());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(type.getSimpleName() + " does not take its own keys", e);
    }
  }

  /** The values of a record in the order of the rows. */
  List<Object> values(S section) {
    List<Object> values = new ArrayList<>();
    for (RecordComponent component : type.getRecordComponents()) {
      try {
        values.add(component.getAccessor().invoke(section));
      } catch (IllegalAccessException | InvocationTargetException e) {
        throw new IllegalStateException(component + " cannot be read", e);
      }
    }
    return values;
  }

  private static String nameInFile(RecordComponent component) {
    return component.getName().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
  }
}
