package org.pando.registry.keys;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.pando.registry.Bytes;

/** The text of a key file (package documentation). */
final class KeyFile {
  static final String SUFFIX = ".key";
  static final int VERSION = 1;
  static final int MAX_SIZE = 4096;

  private static final Pattern NUMBER = Pattern.compile("[1-9][0-9]{0,8}");
  private static final Pattern HEX_32 = Pattern.compile("[0-9a-f]{64}");

  /**
   * A text that is not a key file this program can read; the message says what is wrong with it.
   */
  static final class MalformedException extends Exception {
    private static final long serialVersionUID = 1L;

    MalformedException(String message) {
      super(message + ". Restore the file from a backup or move it away.");
    }

    private MalformedException(int version) {
      super(
          "it was written by a newer Pando (format "
              + version
              + ", this program knows "
              + VERSION
              + "). Run the newer program again.");
    }
  }

  private KeyFile() {}

  static byte[] encode(StoredKey key) {
    String text =
        "pando-key "
            + VERSION
            + "\n"
            + "# Secret: whoever has this file can sign with the key. Keep a copy in a safe"
            + " place.\n"
            + ("label " + key.label() + "\n")
            + ("kind " + key.kind().word() + "\n")
            + ("created " + key.created() + "\n")
            + ("public " + key.publicKey() + "\n")
            + (key.recovery() == null ? "" : "recovery " + key.recovery() + "\n")
            + ("seed " + key.seed() + "\n");
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  static StoredKey decode(byte[] content) throws MalformedException {
    Deque<String> lines =
        new String(content, StandardCharsets.ISO_8859_1)
            .lines()
            .filter(line -> !line.isEmpty() && !line.startsWith("#"))
            .collect(Collectors.toCollection(ArrayDeque::new));
    checkVersion(value(lines, "pando-key"));
    String label = value(lines, "label");
    if (!StoredKey.isLabel(label)) {
      throw new MalformedException("its label is malformed");
    }
    KeyKind kind = kind(value(lines, "kind"));
    Instant created = created(value(lines, "created"));
    Bytes publicKey = octets(lines, "public");
    String next = lines.peek();
    Bytes recovery =
        next != null && next.startsWith("recovery ") ? octets(lines, "recovery") : null;
    StoredKey key = StoredKey.of(label, kind, created, recovery, octets(lines, "seed"));
    if (!lines.isEmpty()) {
      throw new MalformedException("there is more after its seed");
    }
    if (!key.publicKey().equals(publicKey)) {
      throw new MalformedException("its public key is not the one of its seed");
    }
    return key;
  }

  private static String value(Deque<String> lines, String word) throws MalformedException {
    String line = lines.poll();
    if (line == null || !line.startsWith(word + " ")) {
      throw new MalformedException("the line '" + word + " ...' is missing or not in its place");
    }
    return line.substring(word.length() + 1);
  }

  private static void checkVersion(String version) throws MalformedException {
    if (!NUMBER.matcher(version).matches()) {
      throw new MalformedException("its version is not a number");
    }
    if (Integer.parseInt(version) > VERSION) {
      throw new MalformedException(Integer.parseInt(version));
    }
  }

  private static KeyKind kind(String word) throws MalformedException {
    List<KeyKind> kinds = Arrays.asList(KeyKind.values());
    return kinds.stream()
        .filter(kind -> kind.word().equals(word))
        .findFirst()
        .orElseThrow(
            () -> new MalformedException("its kind is none of owner, recovery, witness, node"));
  }

  private static Instant created(String time) throws MalformedException {
    try {
      return Instant.parse(time);
    } catch (DateTimeException e) {
      throw new MalformedException("its time of creation is malformed");
    }
  }

  private static Bytes octets(Deque<String> lines, String word) throws MalformedException {
    String hex = value(lines, word);
    if (!HEX_32.matcher(hex).matches()) {
      throw new MalformedException("its " + word + " is not 64 lower-case hexadecimal digits");
    }
    return Bytes.fromHex(hex);
  }
}
