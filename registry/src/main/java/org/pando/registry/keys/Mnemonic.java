package org.pando.registry.keys;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.pando.registry.Bytes;
import org.pando.registry.RegistryException;
import org.pando.registry.RegistryException.Kind;
import org.pando.registry.crypto.Domain;
import org.pando.registry.text.Suggestion;

/**
 * A seed as {@value #COUNT} English words that people can write down: the entropy form of BIP 39,
 * 11 bits a word, the last 8 bits being the first of the seed's SHA-256. The words are the seed
 * itself; nothing is derived from them.
 */
public final class Mnemonic {
  /** How many words a seed has. */
  public static final int COUNT = 24;

  private static final int BITS = 11;
  private static final int SEED_LENGTH = 32;

  /** Letters that tell the words of the list apart. */
  private static final int PREFIX = 4;

  private static final int LONGEST = 8;
  private static final Pattern GAP = Pattern.compile("\\s+", Pattern.UNICODE_CHARACTER_CLASS);

  /** The 2048 words, ascending. */
  private static final List<String> LIST = read("bip39-english.txt");

  private Mnemonic() {}

  private static List<String> read(String resource) {
    try (InputStream in = Mnemonic.class.getResourceAsStream(resource)) {
      byte[] octets = Objects.requireNonNull(in, resource).readAllBytes();
      return new String(octets, StandardCharsets.US_ASCII).lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The words of a seed of 32 bytes. */
  public static List<String> words(Bytes seed) {
    byte[] octets = new byte[SEED_LENGTH + 1];
    seed.copyTo(0, octets, 0, SEED_LENGTH);
    octets[SEED_LENGTH] = checksum(seed);
    List<String> words = new ArrayList<>();
    for (int word = 0; word < COUNT; word++) {
      int index = 0;
      for (int bit = word * BITS; bit < (word + 1) * BITS; bit++) {
        index = (index << 1) | ((octets[bit / 8] >> (7 - bit % 8)) & 1);
      }
      words.add(LIST.get(index));
    }
    return words;
  }

  /**
   * Reads words back: in either case, with any white space between them, each whole or cut off
   * after four or more letters.
   *
   * @throws RegistryException of kind INVALID with every word that is wrong
   */
  public static Bytes seed(String text) throws RegistryException {
    List<String> words =
        GAP.splitAsStream(text.toLowerCase(Locale.ROOT)).filter(word -> !word.isEmpty()).toList();
    if (words.size() != COUNT) {
      throw invalid(
          "a key has "
              + COUNT
              + " words, and here are "
              + words.size()
              + "; look for what is missing or too much");
    }
    byte[] octets = new byte[SEED_LENGTH + 1];
    List<String> problems = new ArrayList<>();
    for (int i = 0; i < COUNT; i++) {
      int index = index(words.get(i));
      if (index < 0) {
        problems.add(problem(i + 1, words.get(i)));
      } else {
        write(octets, i, index);
      }
    }
    if (!problems.isEmpty()) {
      throw invalid(String.join("\n", problems));
    }
    Bytes seed = Bytes.of(octets, 0, SEED_LENGTH);
    if (checksum(seed) != octets[SEED_LENGTH]) {
      throw invalid(
          "the words do not fit together: one is another word of the list, or two have changed"
              + " places; compare them with what was written down");
    }
    return seed;
  }

  private static void write(byte[] octets, int word, int index) {
    for (int i = 0; i < BITS; i++) {
      int bit = word * BITS + i;
      int value = (index >> (BITS - 1 - i)) & 1;
      octets[bit / 8] |= (byte) (value << (7 - bit % 8));
    }
  }

  /** The place of a word in the list; negative when it is not there. */
  private static int index(String word) {
    int found = Collections.binarySearch(LIST, word);
    int next = -found - 1;
    boolean cutOff =
        found < 0
            && word.length() >= PREFIX
            && next < LIST.size()
            && LIST.get(next).startsWith(word);
    return cutOff ? next : found;
  }

  private static String problem(int position, String word) {
    boolean readable = word.length() <= 2 * LONGEST;
    Optional<String> meant = readable ? Suggestion.nearest(word, LIST) : Optional.empty();
    return "word "
        + position
        + ", '"
        + (readable ? word : word.substring(0, LONGEST) + "...")
        + "', is not in the list"
        + meant.map(right -> "; did you mean " + right + "?").orElse("");
  }

  private static byte checksum(Bytes seed) {
    return (byte) Domain.sha256(seed).at(0);
  }

  private static RegistryException invalid(String message) {
    return new RegistryException(Kind.INVALID, message);
  }
}
