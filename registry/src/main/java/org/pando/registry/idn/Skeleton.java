package org.pando.registry.idn;

import com.ibm.icu.text.SpoofChecker;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What labels look like (UTS 39, section 4): two of one skeleton can be mistaken for each other.
 * The skeletons of ASCII labels are ASCII.
 */
public final class Skeleton {
  /** How many ASCII labels of one skeleton are named at most. */
  static final int MAX_LABELS = 256;

  private static final SpoofChecker CHECKER = new SpoofChecker.Builder().build();

  /** What each character of an ASCII label looks like. */
  private static final Map<Character, String> ASCII = ascii();

  private Skeleton() {}

  /**
   * @param label ASCII, or the Unicode form of a label beyond
   */
  public static String of(String label) {
    return CHECKER.getSkeleton(label);
  }

  /**
   * The ASCII labels of a skeleton: {@code modern} and {@code rnodern} look alike. Of more than
   * {@value #MAX_LABELS} some are left out.
   */
  public static List<String> asciiLabels(String skeleton) {
    List<String> labels = new ArrayList<>();
    // With every character a skeleton by itself, no way through ends early.
    if (skeleton.chars().allMatch(c -> ASCII.containsValue(Character.toString(c)))) {
      collect(skeleton, "", labels);
    }
    return labels;
  }

  private static void collect(String rest, String label, List<String> labels) {
    if (rest.isEmpty()) {
      labels.add(label);
      return;
    }
    for (Map.Entry<Character, String> character : ASCII.entrySet()) {
      if (labels.size() < MAX_LABELS && rest.startsWith(character.getValue())) {
        collect(rest.substring(character.getValue().length()), label + character.getKey(), labels);
      }
    }
  }

  private static Map<Character, String> ascii() {
    Map<Character, String> skeletons = new TreeMap<>();
    for (char c : "abcdefghijklmnopqrstuvwxyz0123456789-".toCharArray()) {
      skeletons.put(c, of(Character.toString(c)));
    }
    return Collections.unmodifiableMap(skeletons);
  }
}
