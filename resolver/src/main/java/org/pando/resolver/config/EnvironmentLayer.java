package org.pando.resolver.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The keys that environment variables set: {@code PANDO_DNS_LISTEN} is {@code listen} of {@code
 * [dns]}. Keys of a list of tables cannot be set this way.
 */
final class EnvironmentLayer {
  private static final String START = "PANDO_";

  /** Variables that the launcher and the commands read. */
  private static final Set<String> RESERVED =
      Set.of("PANDO_CONFIG", "PANDO_SOCKET", "PANDO_JAVA_HOME", "PANDO_JAVA_OPTS", "PANDO_BUILD");

  /** What container engines set for a service that is called pando, or pando-dns. */
  private static final Pattern SERVICE_LINK =
      Pattern.compile(".*_(SERVICE_HOST|SERVICE_PORT(_.*)?|PORT(_[0-9]+_(TCP|UDP)(_[A-Z]+)?)?)");

  /** How many letters may differ before a variable is somebody else's. */
  private static final int TYPING_ERROR = 2;

  private final SequencedMap<String, Row.Key<?>> keys = new LinkedHashMap<>();
  private final SequencedMap<String, String> tableOf = new LinkedHashMap<>();
  private final SequencedMap<String, String> lists = new LinkedHashMap<>();

  EnvironmentLayer(Section<?> top) {
    for (Row row : top.rows()) {
      switch (row) {
        case Row.Key<?> key -> add("", key);
        case Row.Table<?> table ->
            table.section().rows().forEach(inner -> add(table.name(), (Row.Key<?>) inner));
        case Row.Tables<?> tables -> lists.put(variable(tables.name()), tables.name());
      }
    }
  }

  private void add(String table, Row.Key<?> key) {
    String variable = variable(table.isEmpty() ? key.name() : table + "_" + key.name());
    keys.put(variable, key);
    tableOf.put(variable, table);
  }

  private static String variable(String path) {
    return START + path.toUpperCase(Locale.ROOT).replace('-', '_');
  }

  /** Every variable that sets a key, in the order of the table of keys. */
  Set<String> variables() {
    return keys.keySet();
  }

  /** What the environment says, as a table to lay over the files. */
  Raw.Table read(Map<String, String> environment, Reading reading) {
    Raw.Table layer = Raw.Table.none();
    for (Map.Entry<String, String> entry : new TreeMap<>(environment).entrySet()) {
      String name = entry.getKey();
      Row.Key<?> key = keys.get(name);
      if (key != null) {
        Place place = new Place.Environment(name);
        Raw value = key.type().fromText(entry.getValue(), place);
        layer = layer.overlaidBy(within(tableOf.getOrDefault(name, ""), key, value));
      } else if (name.startsWith(START)
          && !RESERVED.contains(name)
          && !SERVICE_LINK.matcher(name).matches()) {
        reportUnknown(name, reading);
      }
    }
    return layer;
  }

  private static Raw.Table within(String table, Row.Key<?> key, Raw value) {
    Raw.Table inner = table(key.name(), value);
    return table.isEmpty() ? inner : table(table, inner);
  }

  private static Raw.Table table(String name, Raw value) {
    SequencedMap<String, Raw> entries = new LinkedHashMap<>();
    entries.put(name, value);
    return new Raw.Table(entries, value.place());
  }

  /** Reports a variable that looks like a key; others are none of our business. */
  private void reportUnknown(String name, Reading reading) {
    Place place = new Place.Environment(name);
    Optional<String> list =
        lists.keySet().stream()
            .filter(variable -> name.equals(variable) || name.startsWith(variable + "_"))
            .findFirst();
    if (list.isPresent()) {
      String heading = "[[" + lists.get(list.get()) + "]]";
      reading.unknown(
          place,
          heading + " cannot be set by the environment",
          "write it in a file and mount that as conf.d/NAME.toml");
      return;
    }
    List<String> known = Stream.concat(keys.keySet().stream(), RESERVED.stream()).toList();
    List<String> siblings = keys.keySet().stream().filter(key -> sameTable(key, name)).toList();
    Optional<String> near =
        siblings.isEmpty()
            ? Nearest.within(TYPING_ERROR, name, known)
            : Nearest.within(name.length() / 4, name, siblings);
    if (near.isPresent() || !siblings.isEmpty()) {
      reading.unknown(
          place,
          "is not a variable of Pando",
          near.map(variable -> "did you mean " + variable + "?")
              .orElse("there are " + String.join(", ", siblings)));
    }
  }

  private boolean sameTable(String key, String name) {
    String table = tableOf.getOrDefault(key, "");
    String prefix = variable(table);
    return !table.isEmpty() && (name.equals(prefix) || name.startsWith(prefix + "_"));
  }
}
