package org.pando.resolver.config;

import com.google.gson.JsonObject;
import java.util.Optional;

/**
 * A value that may be absent, written as {@code ""}; absent is off.
 *
 * @param absent what is written for absent: {@code ""}, or {@code off} where that says more
 */
record OptionalType<T>(ValueType<T> type, String absent) implements ValueType<Optional<T>> {
  @Override
  @SuppressWarnings("OptionalMapToOptional") // the outer one: was it read; the inner: is it there
  public Optional<Optional<T>> read(Raw raw, Spot spot) {
    return raw instanceof Raw.Scalar(String text, Place place) && text.isEmpty()
        ? Optional.of(Optional.empty())
        : type.read(raw, spot).map(Optional::of);
  }

  @Override
  public Object plain(Optional<T> value) {
    return value.map(type::plain).orElse(absent);
  }

  @Override
  public Optional<Optional<T>> off() {
    return Optional.of(Optional.empty());
  }

  @Override
  public Raw fromText(String text, Place place) {
    return type.fromText(text, place);
  }

  @Override
  public JsonObject schema() {
    return type.schema();
  }
}
