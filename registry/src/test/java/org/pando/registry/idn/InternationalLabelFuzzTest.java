package org.pando.registry.idn;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.pando.registry.Decoding;
import org.pando.registry.record.Label;

@Timeout(10)
final class InternationalLabelFuzzTest {
  /** The library's tables are not the memory of an input. */
  @BeforeAll
  static void load() {
    assertTrue(InternationalLabel.shown("xn--bcher-kva").isPresent());
  }

  /** What is read is a label to replicas, and its two forms read as each other. */
  @FuzzTest
  void read(byte[] input) throws Exception {
    String text = new String(input, UTF_8);
    InternationalLabel label =
        Decoding.attempt(LabelException.class, input.length, () -> InternationalLabel.of(text));
    if (label == null || !label.ascii().startsWith(InternationalLabel.PREFIX)) {
      return; // refused, or ASCII, which is judged elsewhere
    }
    Label.check(label.ascii());
    assertEquals(label, InternationalLabel.of(label.ascii()));
    assertEquals(label, InternationalLabel.of(label.unicode()));
    Decoding.attempt(
        LabelException.class,
        input.length,
        () -> {
          label.checkScripts();
          return label;
        });
    for (String ascii : Skeleton.asciiLabels(Skeleton.of(label.unicode()))) {
      assertEquals(Skeleton.of(label.unicode()), Skeleton.of(ascii));
    }
  }
}
