package org.pando.resolver.config;

/** A constant that has a word of its own in the configuration file. */
public interface Keyword {
  /** The word, as it stands in the file. */
  String text();
}
