package org.pando.resolver.control;

import org.jspecify.annotations.Nullable;

/** A secret key on its way into the node. Never logged; as text it leaves the secret out. */
public sealed interface KeyImport {
  /**
   * As the text of a key file.
   *
   * @param name the file's, for messages
   * @param label what to call it; null = as in the file
   */
  record File(String name, String text, @Nullable String label) implements KeyImport {
    @Override
    public String toString() {
      return "File[" + name + "]";
    }
  }

  /**
   * As words.
   *
   * @param words 24, with any white space between them
   * @param label what to call it; null = {@code default}, {@code default.recovery}
   * @param recovery z-base-32 of the key that can take its names back; null = none
   */
  record Words(String words, KeyInfo.Kind kind, @Nullable String label, @Nullable String recovery)
      implements KeyImport {
    @Override
    public String toString() {
      return "Words[" + kind + "]";
    }
  }
}
