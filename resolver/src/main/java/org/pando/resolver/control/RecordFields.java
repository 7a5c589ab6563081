package org.pando.resolver.control;

import com.google.gson.Gson;
import com.google.gson.JsonParseException;
import com.google.gson.TypeAdapter;
import com.google.gson.TypeAdapterFactory;
import com.google.gson.annotations.SerializedName;
import com.google.gson.reflect.TypeToken;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Records as objects that are complete: null only where a component is {@link Nullable}. */
final class RecordFields implements TypeAdapterFactory {
  private final boolean refuseUnknown;

  RecordFields(boolean refuseUnknown) {
    this.refuseUnknown = refuseUnknown;
  }

  @Override
  public <T> @Nullable TypeAdapter<T> create(Gson gson, TypeToken<T> type) {
    if (!type.getRawType().isRecord()) {
      return null;
    }
    List<Field> fields = new ArrayList<>();
    for (RecordComponent component : type.getRawType().getRecordComponents()) {
      fields.add(Field.of(gson, component));
    }
    return new Fields<T>(constructor(type), fields, refuseUnknown);
  }

  @SuppressWarnings("unchecked") // the raw type of T
  private static <T> Constructor<T> constructor(TypeToken<T> type) {
    Class<T> raw = (Class<T>) type.getRawType();
    Class<?>[] parameters =
        Arrays.stream(raw.getRecordComponents())
            .map(RecordComponent::getType)
            .toArray(Class<?>[]::new);
    try {
      Constructor<T> constructor = raw.getDeclaredConstructor(parameters);
      constructor.setAccessible(true);
      return constructor;
    } catch (NoSuchMethodException e) {
      throw new IllegalStateException(raw + " has no canonical constructor", e);
    }
  }

  private record Field(String name, RecordComponent component, TypeAdapter<Object> adapter) {
    @SuppressWarnings("unchecked") // the adapter of the component's own type
    static Field of(Gson gson, RecordComponent component) {
      component.getAccessor().setAccessible(true);
      SerializedName renamed = component.getAccessor().getAnnotation(SerializedName.class);
      return new Field(
          renamed == null ? component.getName() : renamed.value(),
          component,
          (TypeAdapter<Object>) gson.getAdapter(TypeToken.get(component.getGenericType())));
    }

    @Nullable Object whenAbsent(String path) {
      if (component.getType() == boolean.class) {
        return false;
      }
      if (component.getType() == List.class) {
        return List.of();
      }
      if (component.getAnnotatedType().isAnnotationPresent(Nullable.class)) {
        return null;
      }
      throw new JsonParseException("field '" + name + "' is missing at " + path);
    }

    @Nullable Object of(Object record) {
      try {
        return component.getAccessor().invoke(record);
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException("cannot read " + component, e);
      }
    }
  }

  private static final class Fields<T> extends TypeAdapter<T> {
    private final Constructor<T> constructor;
    private final List<Field> fields;
    private final boolean refuseUnknown;

    Fields(Constructor<T> constructor, List<Field> fields, boolean refuseUnknown) {
      this.constructor = constructor;
      this.fields = fields;
      this.refuseUnknown = refuseUnknown;
    }

    @Override
    public void write(JsonWriter out, @Nullable T record) throws IOException {
      if (record == null) {
        out.nullValue();
        return;
      }
      out.beginObject();
      for (Field field : fields) {
        out.name(field.name());
        field.adapter().write(out, field.of(record));
      }
      out.endObject();
    }

    @Override
    public T read(JsonReader in) throws IOException {
      if (in.peek() != JsonToken.BEGIN_OBJECT) {
        throw new JsonParseException("an object is needed at " + in.getPath());
      }
      @Nullable Object[] values = new @Nullable Object[fields.size()];
      String path = in.getPath();
      in.beginObject();
      while (in.hasNext()) {
        readField(in, values);
      }
      in.endObject();
      for (int i = 0; i < values.length; i++) {
        if (values[i] == null) {
          values[i] = fields.get(i).whenAbsent(path);
        }
      }
      return make(values);
    }

    private void readField(JsonReader in, @Nullable Object[] values) throws IOException {
      String name = in.nextName();
      int index = index(name);
      if (index >= 0) {
        values[index] = readValue(in, fields.get(index));
      } else if (refuseUnknown) {
        throw new JsonParseException(
            "field '" + name + "' is not known here; the node may be older than the program");
      } else {
        in.skipValue();
      }
    }

    /** Null itself is read as absent. */
    private static @Nullable Object readValue(JsonReader in, Field field) throws IOException {
      if (in.peek() == JsonToken.NULL) {
        in.nextNull();
        return null;
      }
      Object value = field.adapter().read(in);
      if (value instanceof List<?> list && list.stream().anyMatch(Objects::isNull)) {
        throw new JsonParseException("field '" + field.name() + "' has a null in its list");
      }
      return value;
    }

    private int index(String name) {
      for (int i = 0; i < fields.size(); i++) {
        if (fields.get(i).name().equals(name)) {
          return i;
        }
      }
      return -1;
    }

    private T make(@Nullable Object[] values) {
      try {
        return constructor.newInstance(values);
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException("cannot make " + constructor.getDeclaringClass(), e);
      }
    }
  }
}
