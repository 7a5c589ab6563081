package org.pando.resolver.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Owned by the thread that reads the configuration: what was found so far in one run of the reader.
 */
final class Reading {
  private final Path home;
  private final Set<Capability> available;
  private final boolean ignoreUnknown;
  private final List<Problem> problems = new ArrayList<>();
  private final List<Problem> warnings = new ArrayList<>();
  private final Map<String, Place> given = new LinkedHashMap<>();
  private boolean incomplete;

  Reading(Path home, Set<Capability> available, boolean ignoreUnknown) {
    this.home = home;
    this.available = available;
    this.ignoreUnknown = ignoreUnknown;
  }

  Path home() {
    return home;
  }

  Set<Capability> available() {
    return available;
  }

  void problem(Place place, String what, String fix) {
    problems.add(new Problem(place, what, fix));
  }

  /** A key that nobody knows: wrong, unless the user asked for leniency. */
  void unknown(Place place, String what, String fix) {
    (ignoreUnknown ? warnings : problems).add(new Problem(place, what, fix));
  }

  /** Something that works, but not as it should. */
  void warning(Place place, String what, String fix) {
    warnings.add(new Problem(place, what, fix));
  }

  /** Notes where the value of a key came from. */
  void given(String path, Place place) {
    given.put(path, place);
  }

  /** Notes that lines were lost, so that nothing can be said about what is missing. */
  void markIncomplete() {
    incomplete = true;
  }

  boolean incomplete() {
    return incomplete;
  }

  List<Problem> problems() {
    return problems;
  }

  List<Problem> warnings() {
    return warnings;
  }

  Map<String, Place> given() {
    return given;
  }
}
