package org.pando.resolver.control;

import com.google.gson.JsonElement;
import java.util.List;
import java.util.stream.StreamSupport;

/**
 * What a node replied.
 *
 * @param json the object as received, one line; may say more than the value
 */
public record Reply<T>(String json, T value) {
  /** What this program made by itself, in the form of a reply. */
  public static <T extends Record> Reply<T> of(T value) {
    return new Reply<>(Json.text(Json.reply(value)), value);
  }

  /** The objects of a list in it, each as received on one line. */
  public List<String> objects(String field) throws ControlException {
    return StreamSupport.stream(Json.parse(json).getAsJsonArray(field).spliterator(), false)
        .map(JsonElement::getAsJsonObject)
        .map(Json::text)
        .toList();
  }
}
