package org.pando.resolver.config;

import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** What a table of the file can hold under one name. */
sealed interface Row {
  /** As it is written in the file. */
  String name();

  /** One sentence for people who edit the file. */
  String says();

  /** A table of its own: {@code [name]}. */
  record Table<S extends Record>(String name, Section<S> section, String says) implements Row {}

  /**
   * Any number of tables: {@code [[name]]}.
   *
   * @param needs what the program must have before there can be any
   */
  record Tables<S extends Record>(
      String name, Section<S> section, Optional<Capability> needs, String says) implements Row {}

  /**
   * A key with its value.
   *
   * @param fallback the value when nobody writes one; none: it must be written
   * @param needs what the program must have for a value
   * @param instead how to do without that, as the fix of a message
   */
  record Key<T>(
      String name,
      ValueType<T> type,
      Optional<T> fallback,
      Function<T, Optional<Capability>> needs,
      String instead,
      String says)
      implements Row {

    /** A key with a default. */
    static <T> Key<T> of(String name, ValueType<T> type, T fallback, String says) {
      return new Key<>(name, type, Optional.of(fallback), value -> Optional.empty(), "", says);
    }

    /** A key that must be written. */
    static <T> Key<T> required(String name, ValueType<T> type, String says) {
      return new Key<>(name, type, Optional.empty(), value -> Optional.empty(), "", says);
    }

    /** This key, where every value but the one for off needs a capability. */
    Key<T> needs(Capability capability) {
      T off = type.off().orElseThrow(() -> new IllegalStateException(name + " cannot be off"));
      return needs(
          value -> value.equals(off) ? Optional.empty() : Optional.of(capability),
          "write %s = %s or remove the line".formatted(name, TomlText.of(type.plain(off))));
    }

    /** This key, where some values need a capability. */
    Key<T> needs(Function<T, Optional<Capability>> needed, String alternative) {
      return new Key<>(name, type, fallback, needed, alternative, says);
    }

    /** The capability that a value needs and the program does not have. */
    Optional<Capability> missingFor(T value, Set<Capability> available) {
      return needs.apply(value).filter(capability -> !available.contains(capability));
    }

    /** The value when nobody writes one: the default, or off while the program cannot do it. */
    Optional<T> effective(Set<Capability> available) {
      return fallback.flatMap(
          value -> missingFor(value, available).isEmpty() ? fallback : type.off());
    }
  }
}
