package org.pando.resolver.control;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.Strictness;
import com.google.gson.TypeAdapter;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.io.StringReader;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.pando.resolver.control.ControlException.Kind;

/**
 * The JSON of the control interface: records as objects, instants as RFC 3339 text, durations as
 * milliseconds, enums in lower case. Absent lists are empty, absent flags false, absent nullable
 * fields null; any other absent field is an error.
 */
final class Json {
  /** The version that every object carries. */
  static final int VERSION = 1;

  private static final Gson STRICT = gson(Unknown.REFUSE);
  private static final Gson TOLERANT = gson(Unknown.IGNORE);

  private Json() {}

  /** What to do with fields that the record does not have. */
  enum Unknown {
    /** In requests: a node must not ignore a wish, such as a dry run. */
    REFUSE,
    /** In replies: a newer node may say more. */
    IGNORE
  }

  /** A reply: the record's fields after the version. */
  static JsonObject reply(Record fields) {
    JsonObject reply = new JsonObject();
    reply.addProperty("version", VERSION);
    for (Map.Entry<String, JsonElement> field : tree(fields).entrySet()) {
      reply.add(field.getKey(), field.getValue());
    }
    return reply;
  }

  static JsonObject tree(Record fields) {
    return TOLERANT.toJsonTree(fields).getAsJsonObject();
  }

  static JsonObject error(Kind kind, String message) {
    JsonObject error = new JsonObject();
    error.addProperty("kind", LowerCaseEnums.wireName(kind));
    error.addProperty("message", message);
    JsonObject reply = new JsonObject();
    reply.addProperty("version", VERSION);
    reply.add("error", error);
    return reply;
  }

  /**
   * @throws ControlException INVALID with the field that is wrong
   */
  static <T> T read(JsonObject object, Class<T> type, Unknown unknown) throws ControlException {
    Gson gson =
        switch (unknown) {
          case REFUSE -> STRICT;
          case IGNORE -> TOLERANT;
        };
    try {
      return gson.fromJson(object, type);
    } catch (JsonParseException | IllegalStateException | NumberFormatException e) {
      throw new ControlException(Kind.INVALID, "JSON body: " + e.getMessage(), e);
    }
  }

  /**
   * Parses text that must be one JSON object (RFC 8259).
   *
   * @throws ControlException INVALID for anything else
   */
  static JsonObject parse(String text) throws ControlException {
    try {
      JsonReader reader = new JsonReader(new StringReader(text));
      reader.setStrictness(Strictness.STRICT);
      JsonElement element = JsonParser.parseReader(reader);
      if (!element.isJsonObject() || reader.peek() != JsonToken.END_DOCUMENT) {
        throw new ControlException(Kind.INVALID, "the body must be exactly one JSON object");
      }
      return element.getAsJsonObject();
    } catch (JsonParseException | IOException e) {
      throw new ControlException(Kind.INVALID, "the body is not JSON: " + e.getMessage(), e);
    }
  }

  /** One line, without a line end. */
  static String text(JsonObject object) {
    return TOLERANT.toJson(object);
  }

  private static Gson gson(Unknown unknown) {
    return new GsonBuilder()
        .disableHtmlEscaping()
        .setStrictness(Strictness.STRICT)
        .registerTypeAdapter(Instant.class, new InstantAdapter().nullSafe())
        .registerTypeAdapter(Duration.class, new DurationAdapter().nullSafe())
        .registerTypeAdapterFactory(new LowerCaseEnums())
        .registerTypeAdapterFactory(new RecordFields(unknown == Unknown.REFUSE))
        .create();
  }

  private static final class InstantAdapter extends TypeAdapter<Instant> {
    @Override
    public void write(JsonWriter out, Instant value) throws IOException {
      out.value(value.toString());
    }

    @Override
    public Instant read(JsonReader in) throws IOException {
      String text = in.nextString();
      try {
        return Instant.parse(text);
      } catch (DateTimeException e) {
        throw new JsonParseException("'" + text + "' is no time such as 2027-12-29T00:00:00Z", e);
      }
    }
  }

  /** Milliseconds with up to three decimals. */
  private static final class DurationAdapter extends TypeAdapter<Duration> {
    private static final int DECIMALS = 3;

    @Override
    public void write(JsonWriter out, Duration value) throws IOException {
      long micros = value.toNanos() / 1000;
      out.value(BigDecimal.valueOf(micros, DECIMALS));
    }

    @Override
    public Duration read(JsonReader in) throws IOException {
      return Duration.ofNanos(Math.round(in.nextDouble() * 1_000_000));
    }
  }
}
