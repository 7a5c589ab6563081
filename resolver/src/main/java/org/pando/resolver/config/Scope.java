package org.pando.resolver.config;

/**
 * A table that is being read.
 *
 * @param heading how it is named in the file and in messages: {@code [dns]}; empty for the top
 * @param path how it is named in a list of keys: {@code dns}, {@code upstream[0]}; empty for the
 *     top
 */
record Scope(String heading, String path, Raw.Table table, Reading reading) {
  String label(String key) {
    return heading.isEmpty() ? key : heading + " " + key;
  }

  String path(String key) {
    return path.isEmpty() ? key : path + "." + key;
  }

  /** Reports what is wrong with the value of a key. */
  void problem(String key, String what, String fix) {
    reading.problem(table.placeOf(key), label(key) + " " + what, fix);
  }
}
