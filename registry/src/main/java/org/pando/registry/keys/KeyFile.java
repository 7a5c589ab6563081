package org.pando.registry.keys;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.pando.registry.Bytes;

/** The text of a key file (package documentation). */
final class KeyFile {
  static final String SUFFIX = ".key";
  static final int MAX_SIZE = 4096;

  /** Files of keys without passphrase; every version of Pando reads them. */
  private static final int OPEN = 1;

  /** Files of keys under a passphrase. */
  private static final int LOCKED = 2;

  private static final Pattern NUMBER = Pattern.compile("[1-9][0-9]{0,8}");
  private static final Pattern COST =
      Pattern.compile("([1-9][0-9]{0,8}) ([1-9][0-9]{0,8}) ([1-9][0-9]{0,8})");
  private static final Pattern HEX = Pattern.compile("([0-9a-f]{2})*");
  private static final int KEY_LENGTH = 32;

  /**
   * A text that is not a key file this program can read; the message says what is wrong with it.
   */
  static final class MalformedException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String remedy;

    MalformedException(String message) {
      super(message);
      remedy = "Restore the file from a backup or move it away.";
    }

    private MalformedException(int version) {
      super(
          "it was written by a newer Pando (format "
              + version
              + ", this program knows "
              + LOCKED
              + ")");
      remedy = "Run the newer program again.";
    }

    /** What helps when it is a file of this node. */
    String remedy() {
      return remedy;
    }
  }

  private KeyFile() {}

  static String encode(StoredKey key) {
    return switch (key.secret()) {
      case Secret.Open(Bytes seed) ->
          head(
                  OPEN,
                  "# Secret: whoever has this file can sign with the key. Keep a copy in a safe"
                      + " place.\n",
                  key)
              + ("seed " + seed + "\n");
      case Secret.Locked(SeedLock lock, Bytes sealed) ->
          head(
                  LOCKED,
                  "# Whoever has this file and its passphrase can sign with the key. Keep a"
                      + " copy in a safe place.\n",
                  key)
              + lock(lock)
              + ("sealed " + sealed + "\n");
    };
  }

  /** What a sealed seed is bound to: every line of its file above it, without comments. */
  static byte[] context(StoredKey key, SeedLock lock) {
    return (head(LOCKED, "", key) + lock(lock)).getBytes(StandardCharsets.US_ASCII);
  }

  private static String head(int version, String comment, StoredKey key) {
    return ("pando-key " + version + "\n")
        + comment
        + ("label " + key.label() + "\n")
        + ("kind " + key.kind().word() + "\n")
        + ("created " + key.created() + "\n")
        + ("public " + key.publicKey() + "\n")
        + (key.recovery() == null ? "" : "recovery " + key.recovery() + "\n");
  }

  private static String lock(SeedLock lock) {
    Argon2Cost cost = lock.cost();
    return ("argon2id " + cost.memoryKib() + " " + cost.passes() + " " + cost.lanes() + "\n")
        + ("salt " + lock.salt() + "\n")
        + ("nonce " + lock.nonce() + "\n");
  }

  static StoredKey decode(String text) throws MalformedException {
    if (text.length() > MAX_SIZE) {
      throw new MalformedException("it is longer than " + MAX_SIZE + " bytes");
    }
    Deque<String> lines =
        text.lines()
            .filter(line -> !line.isEmpty() && !line.startsWith("#"))
            .collect(Collectors.toCollection(ArrayDeque::new));
    int version = version(value(lines, "pando-key"));
    String label = value(lines, "label");
    if (!StoredKey.isLabel(label)) {
      throw new MalformedException("its label is malformed");
    }
    KeyKind kind = kind(value(lines, "kind"));
    Instant created = created(value(lines, "created"));
    Bytes publicKey = octets(lines, "public", KEY_LENGTH);
    String next = lines.peek();
    Bytes recovery =
        next != null && next.startsWith("recovery ") ? octets(lines, "recovery", KEY_LENGTH) : null;
    StoredKey key =
        version == OPEN
            ? StoredKey.of(label, kind, created, recovery, octets(lines, "seed", KEY_LENGTH))
            : new StoredKey(label, kind, created, publicKey, recovery, locked(lines));
    if (!lines.isEmpty()) {
      throw new MalformedException("there is more after its seed");
    }
    if (!key.publicKey().equals(publicKey)) {
      throw new MalformedException("its public key is not the one of its seed");
    }
    return key;
  }

  private static Secret.Locked locked(Deque<String> lines) throws MalformedException {
    Argon2Cost cost = cost(value(lines, "argon2id"));
    Bytes salt = octets(lines, "salt", SeedLock.SALT_LENGTH);
    Bytes nonce = octets(lines, "nonce", SeedLock.NONCE_LENGTH);
    return new Secret.Locked(
        new SeedLock(cost, salt, nonce), octets(lines, "sealed", SeedLock.SEALED_LENGTH));
  }

  private static Argon2Cost cost(String text) throws MalformedException {
    Matcher cost = COST.matcher(text);
    if (!cost.matches()) {
      throw new MalformedException("its argon2id is not three numbers: KiB, passes and lanes");
    }
    int memoryKib = Integer.parseInt(cost.group(1));
    int passes = Integer.parseInt(cost.group(2));
    int lanes = Integer.parseInt(cost.group(3));
    if (!Argon2Cost.isAllowed(memoryKib, passes, lanes)) {
      throw new MalformedException(
          "its argon2id is out of range, which is up to "
              + Argon2Cost.MAX_MEMORY_KIB
              + " KiB (at least 8 a lane), "
              + Argon2Cost.MAX_PASSES
              + " passes and "
              + Argon2Cost.MAX_LANES
              + " lanes");
    }
    return new Argon2Cost(memoryKib, passes, lanes);
  }

  private static String value(Deque<String> lines, String word) throws MalformedException {
    String line = lines.poll();
    if (line == null || !line.startsWith(word + " ")) {
      throw new MalformedException("the line '" + word + " ...' is missing or not in its place");
    }
    return line.substring(word.length() + 1);
  }

  private static int version(String text) throws MalformedException {
    if (!NUMBER.matcher(text).matches()) {
      throw new MalformedException("its version is not a number");
    }
    int version = Integer.parseInt(text);
    if (version > LOCKED) {
      throw new MalformedException(version);
    }
    return version;
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

  private static Bytes octets(Deque<String> lines, String word, int length)
      throws MalformedException {
    String hex = value(lines, word);
    if (hex.length() != 2 * length || !HEX.matcher(hex).matches()) {
      throw new MalformedException(
          "its " + word + " is not " + 2 * length + " lower-case hexadecimal digits");
    }
    return Bytes.fromHex(hex);
  }
}
