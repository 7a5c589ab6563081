package org.pando.resolver.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class QrCodesTest {
  /** Version 1 has 21 modules; with a margin of two on each side that is 25 by 25. */
  @Test
  void twoRowsOfModulesMakeALineOfText() {
    List<String> lines = QrCodes.lines("PANDO1:ABC");
    assertEquals(13, lines.size());
    for (String line : lines) {
      assertTrue(line.startsWith("\u001b[30;107m") && line.endsWith("\u001b[0m"), line);
      assertEquals(25, line.length() - "\u001b[30;107m".length() - "\u001b[0m".length());
    }
    assertEquals(" ".repeat(25), text(lines.getFirst()));
    assertTrue(text(lines.get(1)).startsWith("  █▀▀▀▀▀█ "), lines.get(1));
    assertTrue(text(lines.get(1)).endsWith(" █▀▀▀▀▀█  "), lines.get(1));
  }

  private static String text(String line) {
    return line.substring(line.indexOf('m') + 1, line.lastIndexOf('\u001b'));
  }
}
