package org.pando.resolver.control;

import com.google.gson.Gson;
import com.google.gson.JsonParseException;
import com.google.gson.TypeAdapter;
import com.google.gson.TypeAdapterFactory;
import com.google.gson.reflect.TypeToken;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Enum constants as lower-case words: {@code NO_KEY} is {@code no-key}. */
final class LowerCaseEnums implements TypeAdapterFactory {
  static String wireName(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  @Override
  public <T> @Nullable TypeAdapter<T> create(Gson gson, TypeToken<T> type) {
    Class<? super T> raw = type.getRawType();
    return raw.isEnum() ? new Words<T>(raw).nullSafe() : null;
  }

  private static final class Words<T> extends TypeAdapter<T> {
    private final Class<? super T> type;

    Words(Class<? super T> type) {
      this.type = type;
    }

    @Override
    public void write(JsonWriter out, T value) throws IOException {
      out.value(wireName((Enum<?>) value));
    }

    @Override
    @SuppressWarnings("unchecked") // T is the enum whose constants these are
    public T read(JsonReader in) throws IOException {
      String word = in.nextString();
      for (Object constant : type.getEnumConstants()) {
        if (wireName((Enum<?>) constant).equals(word)) {
          return (T) constant;
        }
      }
      throw new JsonParseException("'" + word + "' at " + in.getPath() + " is not a known word");
    }
  }
}
