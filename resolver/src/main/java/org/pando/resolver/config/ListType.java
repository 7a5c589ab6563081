package org.pando.resolver.config;

import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Several values of one type; the empty list is off. */
record ListType<E>(ValueType<E> element) implements ValueType<List<E>> {
  @Override
  public Optional<List<E>> read(Raw raw, Spot spot) {
    if (!(raw instanceof Raw.Items(List<Raw> items, Place place))) {
      String content = raw instanceof Raw.Scalar(String text, Place p) ? TomlText.of(text) : "…";
      spot.wrongKind(raw, "write a list: [" + content + "]");
      return Optional.empty();
    }
    List<E> values = new ArrayList<>();
    for (Raw item : items) {
      Optional<E> value = element.read(item, spot.ofElement());
      if (value.isPresent() && values.contains(value.get())) {
        spot.ofElement().malformed(item, "stands here twice", "keep one of them");
      } else {
        value.ifPresent(values::add);
      }
    }
    return values.size() == items.size() ? Optional.of(List.copyOf(values)) : Optional.empty();
  }

  @Override
  public Object plain(List<E> value) {
    return value.stream().map(element::plain).toList();
  }

  @Override
  public Optional<List<E>> off() {
    return Optional.of(List.of());
  }

  /** Commas separate the values. */
  @Override
  public Raw fromText(String text, Place place) {
    if (text.equals("off")) {
      return new Raw.Scalar(text, place);
    }
    List<Raw> items =
        Arrays.stream(text.split(",", -1))
            .map(String::strip)
            .filter(item -> !item.isEmpty())
            .map(item -> element.fromText(item, place))
            .toList();
    return new Raw.Items(items, place);
  }

  @Override
  public JsonObject schema() {
    JsonObject schema = Types.schemaOf("array");
    schema.add("items", element.schema());
    return schema;
  }
}
