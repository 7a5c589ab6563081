package org.pando.resolver.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.util.HashSet;
import org.junit.jupiter.api.Test;

class ConfigSchemaTest {
  @Test
  void schemaKnowsEveryKeyAndEveryDefault() {
    JsonObject schema = JsonParser.parseString(ConfigSchema.toJson()).getAsJsonObject();
    assertKnows(Config.SECTION, schema);
    JsonObject resolution = properties(properties(schema).getAsJsonObject("resolution"));
    assertEquals("4s", resolution.getAsJsonObject("timeout").get("default").getAsString());
    assertEquals(
        "[\"validate\",\"off\"]",
        resolution
            .getAsJsonObject("dnssec")
            .getAsJsonArray("anyOf")
            .get(0)
            .getAsJsonObject()
            .get("enum")
            .toString());
    assertEquals(
        "[\"name\",\"records\"]",
        properties(schema)
            .getAsJsonObject("record")
            .getAsJsonObject("items")
            .get("required")
            .toString());
  }

  private static void assertKnows(Section<?> section, JsonObject schema) {
    JsonObject properties = properties(schema);
    assertEquals(new HashSet<>(section.names()), properties.keySet());
    assertFalse(schema.get("additionalProperties").getAsBoolean());
    for (Row row : section.rows()) {
      JsonElement property = properties.get(row.name());
      assertEquals(row.says(), property.getAsJsonObject().get("description").getAsString());
      switch (row) {
        case Row.Key<?> key ->
            assertEquals(
                key.fallback().isPresent(), property.getAsJsonObject().has("default"), key.name());
        case Row.Table<?> table -> assertKnows(table.section(), property.getAsJsonObject());
        case Row.Tables<?> tables ->
            assertKnows(tables.section(), property.getAsJsonObject().getAsJsonObject("items"));
      }
    }
  }

  private static JsonObject properties(JsonObject schema) {
    return schema.getAsJsonObject("properties");
  }
}
