package org.pando.registry.idn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.ibm.icu.lang.UCharacter;
import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DerivedPropertyTest {
  /** Ranges of RFC 5892, appendix B, and of the tables that IANA derived from it for Unicode 12. */
  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          DISALLOWED, 0000, 002C
          PVALID,     002D, 002D
          DISALLOWED, 002E, 002F
          PVALID,     0030, 0039
          DISALLOWED, 003A, 0060
          PVALID,     0061, 007A
          DISALLOWED, 007B, 00B6
          CONTEXTO,   00B7, 00B7
          DISALLOWED, 00B8, 00DE
          PVALID,     00DF, 00F6
          DISALLOWED, 00F7, 00F7
          PVALID,     00F8, 00FF
          DISALLOWED, 0132, 0134
          PVALID,     018C, 018D
          DISALLOWED, 02B0, 02B8
          PVALID,     0300, 033F
          DISALLOWED, 0340, 0341
          DISALLOWED, 034F, 034F
          DISALLOWED, 0374, 0374
          CONTEXTO,   0375, 0375
          UNASSIGNED, 0378, 0379
          PVALID,     03AC, 03CE
          PVALID,     0430, 045F
          CONTEXTO,   05F3, 05F4
          DISALLOWED, 0640, 0640
          PVALID,     0641, 065F
          CONTEXTO,   0660, 0669
          CONTEXTO,   06F0, 06F9
          PVALID,     06FA, 06FF
          DISALLOWED, 0958, 095F
          PVALID,     0F0B, 0F0B
          DISALLOWED, 1100, 11FF
          DISALLOWED, 19DA, 19DA
          DISALLOWED, 2000, 200B
          CONTEXTJ,   200C, 200D
          DISALLOWED, 200E, 2064
          DISALLOWED, 20D0, 20F0
          DISALLOWED, 2190, 23E8
          DISALLOWED, 2600, 26CD
          PVALID,     3005, 3007
          DISALLOWED, 302E, 3035
          PVALID,     3041, 3096
          CONTEXTO,   30FB, 30FB
          PVALID,     4E00, 9FCB
          PVALID,     13A0, 13F4
          PVALID,     A67F, A67F
          PVALID,     AC00, D7A3
          DISALLOWED, D800, FA0D
          DISALLOWED, FB1F, FB28
          DISALLOWED, FF01, FFBE
          DISALLOWED, 10400, 10427
          PVALID,     10428, 1049D
          DISALLOWED, 1D100, 1D126
          DISALLOWED, 1F600, 1F64F
          PVALID,     20000, 2A6D6
          DISALLOWED, E0100, E01EF
          DISALLOWED, 10FFFE, 10FFFF
          """)
  void isAsPublished(DerivedProperty expected, String from, String to) {
    int first = Integer.parseInt(from, 16);
    int last = Integer.parseInt(to, 16);
    for (int c = first; c <= last; c++) {
      assertEquals(expected, DerivedProperty.of(c), () -> "in " + from + ".." + to);
    }
  }

  /** Every code point has a value, and what Unicode has not assigned is never allowed. */
  @Test
  void coversAllCodePoints() {
    Map<DerivedProperty, Integer> counts = new EnumMap<>(DerivedProperty.class);
    for (int c = 0; c <= Character.MAX_CODE_POINT; c++) {
      DerivedProperty property = DerivedProperty.of(c);
      counts.merge(property, 1, Integer::sum);
      assertTrue(UCharacter.isDefined(c) || property != DerivedProperty.PVALID);
    }
    assertEquals(2, counts.get(DerivedProperty.CONTEXTJ));
    assertEquals(25, counts.get(DerivedProperty.CONTEXTO));
  }
}
