package org.pando.registry;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** The specification's byte-exact examples, {@code registry-vectors.json}. */
public final class Vectors {
  private static final JsonObject ALL = load();

  private Vectors() {}

  /** A byte string that must be refused. */
  public record Reject(String why, Bytes bytes) {
    @Override
    public String toString() {
      return why;
    }
  }

  public static Bytes hex(String key) {
    return Bytes.fromHex(text(key));
  }

  public static String text(String key) {
    return Objects.requireNonNull(ALL.get(key), key).getAsString();
  }

  public static Set<String> keys() {
    return ALL.keySet();
  }

  public static List<Reject> rejects() {
    List<Reject> rejects = new ArrayList<>();
    for (JsonElement element : ALL.getAsJsonArray("reject")) {
      JsonObject object = element.getAsJsonObject();
      rejects.add(
          new Reject(
              object.get("why").getAsString(), Bytes.fromHex(object.get("hex").getAsString())));
    }
    return rejects;
  }

  private static JsonObject load() {
    try (InputStream in = Vectors.class.getResourceAsStream("/registry-vectors.json")) {
      return JsonParser.parseReader(
              new InputStreamReader(Objects.requireNonNull(in), StandardCharsets.UTF_8))
          .getAsJsonObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
