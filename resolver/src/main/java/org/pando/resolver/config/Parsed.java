package org.pando.resolver.config;

/** What became of a text that should have been a {@code T}. */
public sealed interface Parsed<T> {
  /** The text is one. */
  record Ok<T>(T value) implements Parsed<T> {}

  /**
   * The text is none.
   *
   * @param what continues a sentence that begins with the text: {@code is not an address}
   * @param fix what to write instead
   */
  record Bad<T>(String what, String fix) implements Parsed<T> {}
}
