package org.pando.gossip;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.util.HexFormat;
import java.util.Objects;

/** The test vectors that a js-libp2p node made. */
public final class Vectors {
  private Vectors() {}

  /**
   * @param name the file's, without its directory
   */
  public static JsonObject read(String name) {
    try (Reader in =
        new InputStreamReader(
            Objects.requireNonNull(Vectors.class.getResourceAsStream("/vectors/" + name), name),
            UTF_8)) {
      return JsonParser.parseReader(in).getAsJsonObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static byte[] hex(JsonElement text) {
    return HexFormat.of().parseHex(text.getAsString());
  }

  public static byte[] hex(JsonObject object, String field) {
    return hex(Objects.requireNonNull(object.get(field), field));
  }
}
