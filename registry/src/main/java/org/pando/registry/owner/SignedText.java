package org.pando.registry.owner;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.pando.registry.Bytes;
import org.pando.registry.NetworkId;
import org.pando.registry.RegistryException;
import org.pando.registry.RegistryException.Kind;

/**
 * The lines of a file with something signed (package documentation).
 *
 * @param where the file, for messages
 * @param values by word
 */
record SignedText(String where, Map<String, String> values) {
  static final int MAX_SIZE = 8192;

  private static final String VERSION = "1";

  /**
   * Reads a file's text.
   *
   * @param kind the first word
   * @param words the other ones, in order
   * @throws RegistryException of kind INVALID when it is something else
   */
  static SignedText decode(String where, String text, String kind, List<String> words)
      throws RegistryException {
    if (text.length() > MAX_SIZE) {
      throw invalid(where, "is longer than " + MAX_SIZE + " characters");
    }
    List<String> lines =
        text.lines().filter(line -> !line.isEmpty() && !line.startsWith("#")).toList();
    checkVersion(where, lines.isEmpty() ? "" : lines.getFirst(), kind);
    if (lines.size() != 1 + words.size()) {
      throw invalid(where, "has " + lines.size() + " lines, it needs " + (1 + words.size()));
    }
    Map<String, String> values = new LinkedHashMap<>();
    for (int i = 0; i < words.size(); i++) {
      String line = lines.get(1 + i);
      String word = words.get(i) + " ";
      if (!line.startsWith(word)) {
        throw invalid(where, "has no line '" + word + "…' in its place");
      }
      values.put(words.get(i), line.substring(word.length()));
    }
    return new SignedText(where, values);
  }

  private static void checkVersion(String where, String line, String kind)
      throws RegistryException {
    if (line.equals(kind + " " + VERSION)) {
      return;
    }
    throw line.matches(kind + " [1-9][0-9]{0,8}")
        ? invalid(where, "was written by a newer Pando ('" + line + "'); use that one")
        : invalid(where, "does not begin with '" + kind + " " + VERSION + "'");
  }

  /**
   * Writes a file's text.
   *
   * @param comments lines for people
   */
  static String encode(String kind, List<String> comments, Map<String, String> values) {
    StringBuilder text = new StringBuilder(kind).append(' ').append(VERSION).append('\n');
    comments.forEach(line -> text.append("# ").append(line).append('\n'));
    values.forEach((word, value) -> text.append(word).append(' ').append(value).append('\n'));
    return text.toString();
  }

  String value(String word) {
    return Objects.requireNonNull(values.get(word), word);
  }

  Bytes bytes(String word) throws RegistryException {
    try {
      return Bytes.fromHex(value(word));
    } catch (IllegalArgumentException e) {
      throw new RegistryException(
          Kind.INVALID, problem(where, "has a line '" + word + "' that is not hexadecimal"), e);
    }
  }

  NetworkId network() throws RegistryException {
    Bytes id = bytes("network");
    if (id.length() != NetworkId.LENGTH) {
      throw invalid(where, "has a network id of " + id.length() + " bytes, not 32");
    }
    return new NetworkId(id);
  }

  RegistryException damaged(Exception cause) {
    return new RegistryException(
        Kind.INVALID, problem(where, "is damaged (" + cause.getMessage() + ")"), cause);
  }

  private static RegistryException invalid(String where, String what) {
    return new RegistryException(Kind.INVALID, problem(where, what));
  }

  private static String problem(String where, String what) {
    return where + " " + what + "; give the file as Pando wrote it";
  }
}
