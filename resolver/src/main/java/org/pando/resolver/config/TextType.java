package org.pando.resolver.config;

import com.google.gson.JsonObject;
import java.util.Optional;
import java.util.function.Function;

/**
 * A value that is written as text.
 *
 * @param noun what it is, with an example
 * @param off the value that switches off what the key is about
 */
record TextType<T>(
    String noun, Reader<T> reader, Function<T, String> writer, Optional<T> off, JsonObject schema)
    implements ValueType<T> {

  /** Makes a value of a text. */
  @FunctionalInterface
  interface Reader<T> {
    Parsed<T> parse(String text, Spot spot, Place place);
  }

  TextType(String noun, Reader<T> reader, Function<T, String> writer, Optional<T> off) {
    this(noun, reader, writer, off, Types.schemaOf("string"));
  }

  static <T> TextType<T> of(
      String noun, Function<String, Parsed<T>> parse, Function<T, String> writer) {
    return new TextType<>(noun, (text, spot, place) -> parse.apply(text), writer, Optional.empty());
  }

  static <T> TextType<T> of(
      String noun, Function<String, Parsed<T>> parse, Function<T, String> writer, T off) {
    return new TextType<>(noun, (text, spot, place) -> parse.apply(text), writer, Optional.of(off));
  }

  static <T extends Comparable<? super T>> Parsed<T> inRange(
      Parsed<T> parsed, T least, T most, Function<T, String> text) {
    return switch (parsed) {
      case Parsed.Ok<T>(T value) when value.compareTo(least) < 0 || value.compareTo(most) > 0 ->
          new Parsed.Bad<>(
              "is out of range",
              "write \"" + text.apply(least) + "\" to \"" + text.apply(most) + "\"");
      case Parsed.Ok<T> ok -> ok;
      case Parsed.Bad<T> bad -> bad;
    };
  }

  @Override
  public Optional<T> read(Raw raw, Spot spot) {
    if (!(raw instanceof Raw.Scalar(String text, Place place))) {
      spot.wrongKind(raw, "write " + noun);
      return Optional.empty();
    }
    return switch (reader.parse(text, spot, place)) {
      case Parsed.Ok<T>(T value) -> Optional.of(value);
      case Parsed.Bad<T>(String what, String fix) -> {
        spot.malformed(raw, what, fix);
        yield Optional.empty();
      }
    };
  }

  @Override
  public Object plain(T value) {
    return writer.apply(value);
  }

  @Override
  public Raw fromText(String text, Place place) {
    return new Raw.Scalar(text, place);
  }
}
