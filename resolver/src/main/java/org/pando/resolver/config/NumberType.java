package org.pando.resolver.config;

import com.google.gson.JsonObject;
import java.util.Optional;

/** A whole number of a range; 0 is off if it is in the range. */
record NumberType(int least, int most) implements ValueType<Integer> {
  @Override
  public Optional<Integer> read(Raw raw, Spot spot) {
    String fix = "write a whole number of " + least + " to " + most;
    if (!(raw instanceof Raw.Scalar(Long value, Place place))) {
      spot.wrongKind(raw, fix);
      return Optional.empty();
    }
    if (value < least || value > most) {
      spot.malformed(raw, "is out of range", fix);
      return Optional.empty();
    }
    return Optional.of(value.intValue());
  }

  @Override
  public Object plain(Integer value) {
    return value;
  }

  @Override
  public Optional<Integer> off() {
    return least == 0 ? Optional.of(0) : Optional.empty();
  }

  @Override
  public Raw fromText(String text, Place place) {
    return new Raw.Scalar(
        text.matches("-?[0-9]{1,18}") ? (Object) Long.valueOf(text) : text, place);
  }

  @Override
  public JsonObject schema() {
    JsonObject schema = Types.schemaOf("integer");
    schema.addProperty("minimum", least);
    schema.addProperty("maximum", most);
    return schema;
  }
}
