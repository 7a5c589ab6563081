package org.pando.registry.text;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds the word that a misspelled one was meant to be. */
public final class Suggestion {
  private static final List<String> TYPES =
      Stream.of(RecordExample.values()).map(RecordExample::name).toList();
  private static final int MAX_DISTANCE = 2;

  private Suggestion() {}

  /** The record type nearest to a word. */
  static Optional<String> forType(String word) {
    return nearest(word.toUpperCase(Locale.ROOT), TYPES);
  }

  /** The nearest word: one letter off, two for words of five letters and more. */
  public static Optional<String> nearest(String word, List<String> words) {
    int allowed = word.length() < 5 ? 1 : MAX_DISTANCE;
    return words.stream()
        .filter(right -> word.length() > 1 && word.length() <= right.length() + MAX_DISTANCE)
        .filter(right -> distance(word, right) <= allowed)
        .min(Comparator.comparingInt(right -> distance(word, right)));
  }

  /** Insertions, deletions, replacements and swaps of neighbours that turn one into the other. */
  private static int distance(String a, String b) {
    int[][] cost = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        if (i == 0 || j == 0) {
          cost[i][j] = i + j;
          continue;
        }
        boolean same = a.charAt(i - 1) == b.charAt(j - 1);
        int replace = cost[i - 1][j - 1] + (same ? 0 : 1);
        cost[i][j] = Math.min(replace, Math.min(cost[i - 1][j], cost[i][j - 1]) + 1);
        boolean swapped =
            i > 1
                && j > 1
                && a.charAt(i - 1) == b.charAt(j - 2)
                && a.charAt(i - 2) == b.charAt(j - 1);
        if (swapped) {
          cost[i][j] = Math.min(cost[i][j], cost[i - 2][j - 2] + 1);
        }
      }
    }
    return cost[a.length()][b.length()];
  }
}
