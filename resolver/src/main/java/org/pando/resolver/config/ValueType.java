package org.pando.resolver.config;

import com.google.gson.JsonObject;
import java.util.Optional;

/** What a key can hold: how it is read, written and described. */
interface ValueType<T> {
  /** The value, or nothing after what is wrong with it was reported at the spot. */
  Optional<T> read(Raw raw, Spot spot);

  /** What is written to the file for a value: a Boolean, Long, String, or a List of them. */
  Object plain(T value);

  /** The value that switches off what the key is about; {@code "off"} and {@code false} mean it. */
  Optional<T> off();

  /** The value as an environment variable holds it. */
  Raw fromText(String text, Place place);

  /** The JSON schema of what {@link #plain} gives. */
  JsonObject schema();
}
