package org.pando.resolver.config;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.List;
import java.util.Optional;

/** Writes the JSON schema (draft 2020-12) of the configuration file, for editors. */
public final class ConfigSchema {
  private ConfigSchema() {}

  /** The text of the schema. */
  public static String toJson() {
    JsonObject schema = new JsonObject();
    schema.addProperty("$schema", "https://json-schema.org/draft/2020-12/schema");
    schema.addProperty("title", "pando.toml");
    section(Config.SECTION).asMap().forEach(schema::add);
    return new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create().toJson(schema);
  }

  private static JsonObject section(Section<?> section) {
    JsonObject schema = Types.schemaOf("object");
    JsonObject properties = new JsonObject();
    JsonArray required = new JsonArray();
    for (Row row : section.rows()) {
      JsonObject property =
          switch (row) {
            case Row.Key<?> key -> key(key);
            case Row.Table<?> table -> section(table.section());
            case Row.Tables<?> tables -> {
              JsonObject array = Types.schemaOf("array");
              array.add("items", section(tables.section()));
              yield array;
            }
          };
      property.addProperty("description", row.says());
      properties.add(row.name(), property);
      if (row instanceof Row.Key<?> key && key.fallback().isEmpty()) {
        required.add(key.name());
      }
    }
    schema.add("properties", properties);
    schema.addProperty("additionalProperties", false);
    if (!required.isEmpty()) {
      schema.add("required", required);
    }
    return schema;
  }

  /** Where something can be switched off, the words for that are right too. */
  private static <T> JsonObject key(Row.Key<T> key) {
    JsonObject schema = key.type().schema().deepCopy();
    if (key.type().off().isPresent()) {
      JsonObject off = new JsonObject();
      off.add("enum", TomlText.json(List.of("off", false)));
      JsonArray any = new JsonArray();
      any.add(schema);
      any.add(off);
      schema = new JsonObject();
      schema.add("anyOf", any);
    }
    Optional<Object> fallback = key.fallback().map(key.type()::plain);
    if (fallback.isPresent()) {
      schema.add("default", TomlText.json(fallback.get()));
    }
    return schema;
  }
}
