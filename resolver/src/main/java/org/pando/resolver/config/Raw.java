package org.pando.resolver.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/** A value as it was written, with its place; nothing is known yet about what it means. */
sealed interface Raw {
  Place place();

  /** A String, Long, Double, Boolean, or one of TOML's dates. */
  record Scalar(Object value, Place place) implements Raw {}

  /** An array of values or of tables. */
  record Items(List<Raw> items, Place place) implements Raw {
    boolean areTables() {
      return !items.isEmpty() && items.stream().allMatch(Table.class::isInstance);
    }
  }

  /** Keys with their values. */
  record Table(SequencedMap<String, Raw> entries, Place place) implements Raw {
    /** A table that nobody wrote. */
    static Table none() {
      return new Table(new LinkedHashMap<>(), new Place.Nowhere());
    }

    /**
     * This table with another laid over it: tables are merged key by key, arrays of tables are
     * joined, of anything else the later value counts.
     */
    Table overlaidBy(Table later) {
      SequencedMap<String, Raw> merged = new LinkedHashMap<>(entries);
      for (Map.Entry<String, Raw> entry : later.entries.entrySet()) {
        merged.merge(entry.getKey(), entry.getValue(), Table::merge);
      }
      return new Table(merged, place instanceof Place.Nowhere ? later.place : place);
    }

    private static Raw merge(Raw early, Raw late) {
      if (early instanceof Table under && late instanceof Table over) {
        return under.overlaidBy(over);
      }
      if (early instanceof Items first
          && late instanceof Items second
          && first.areTables()
          && second.areTables()) {
        List<Raw> all = new ArrayList<>(first.items);
        all.addAll(second.items);
        return new Items(all, first.place);
      }
      return late;
    }

    /** Where the value of a key stands, or this table if it is not here. */
    Place placeOf(String key) {
      Raw raw = entries.get(key);
      return raw == null ? place : raw.place();
    }

    /** Where an element of a list stands, or the next best place. */
    Place placeOf(String key, int index) {
      return entries.get(key) instanceof Items list && index < list.items.size()
          ? list.items.get(index).place()
          : placeOf(key);
    }
  }

  /** What kind of value this is, for a message: {@code is text}. */
  default String kind() {
    return switch (this) {
      case Table table -> "a table";
      case Items list -> "a list";
      case Scalar(String text, Place p) -> "text";
      case Scalar(Boolean bool, Place p) -> "true or false";
      case Scalar(Long number, Place p) -> "a number";
      case Scalar(Double number, Place p) -> "a number";
      case Scalar date -> "a date";
    };
  }
}
