package org.pando.registry.idn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SkeletonTest {
  @Test
  void lookalikesShareASkeleton() {
    assertEquals(Skeleton.of("coco"), Skeleton.of("сосо"));
    assertEquals(Skeleton.of("rnodern"), Skeleton.of("modem"));
    assertEquals(Skeleton.of("łódź"), Skeleton.of("łódź"));
  }

  @Test
  void namesTheAsciiLabelsOfASkeleton() {
    assertEquals(Set.of("paere"), Set.copyOf(Skeleton.asciiLabels(Skeleton.of("pære"))));
    assertEquals(
        Set.of("ml0", "rnl0", "m10", "rn10"), Set.copyOf(Skeleton.asciiLabels(Skeleton.of("ml0"))));
    assertEquals(List.of(), Skeleton.asciiLabels(Skeleton.of("bücher")));
  }

  /** No label makes the search long: 2^60 labels look like this one, and none like the second. */
  @Test
  void aLabelWithVeryManyLookalikesCostsLittle() {
    List<String> labels = Skeleton.asciiLabels("l".repeat(60));
    assertEquals(Skeleton.MAX_LABELS, labels.size());
    assertTrue(labels.stream().allMatch(label -> Skeleton.of(label).equals("l".repeat(60))));
    assertEquals(List.of(), Skeleton.asciiLabels("l".repeat(60) + "/"));
  }
}
