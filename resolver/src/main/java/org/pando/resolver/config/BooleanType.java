package org.pando.resolver.config;

import com.google.gson.JsonObject;
import java.util.Optional;

/** {@code true} or {@code false}. */
record BooleanType() implements ValueType<Boolean> {
  @Override
  public Optional<Boolean> read(Raw raw, Spot spot) {
    if (raw instanceof Raw.Scalar(Boolean value, Place place)) {
      return Optional.of(value);
    }
    spot.wrongKind(raw, "write true or false");
    return Optional.empty();
  }

  @Override
  public Object plain(Boolean value) {
    return value;
  }

  @Override
  public Optional<Boolean> off() {
    return Optional.of(false);
  }

  @Override
  public Raw fromText(String text, Place place) {
    return new Raw.Scalar(text.equals("true") ? (Object) true : text, place);
  }

  @Override
  public JsonObject schema() {
    return Types.schemaOf("boolean");
  }
}
