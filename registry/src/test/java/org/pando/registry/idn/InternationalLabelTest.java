package org.pando.registry.idn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class InternationalLabelTest {
  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          bücher,            xn--bcher-kva
          faß,               xn--fa-hia
          βόλος,             xn--nxasmm1c
          उदाहरण,            xn--p1b6ci4b4b3a
          ශ්\u200Dරී,         xn--10cl1a0b660p
          نامه\u200Cای,      xn--mgba3gch31f060k
          l·l,               xn--ll-0ea
          الجزائر,           xn--lgbbat1ad8j
          ישראל,             xn--4dbrk0ce
          例え,              xn--r8jz45g
          실례,              xn--9n2bp8q
          테스트,            xn--9t4b11yi5a
          пример,            xn--e1afmkfd
          カ・ナ,            xn--lck2c6g
          """)
  void readsBothForms(String unicode, String ascii) throws Exception {
    InternationalLabel expected = new InternationalLabel(ascii, unicode);
    assertEquals(expected, InternationalLabel.of(unicode));
    assertEquals(expected, InternationalLabel.of(ascii));
    assertEquals(Optional.of(unicode), InternationalLabel.shown(ascii));
  }

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          BÜCHER,        bücher
          bu\u0308cher,  bücher
          ΒΌΛΟΣ,         βόλος
          XN--BCHER-KVA, bücher
          """)
  void caseAndCompositionDoNotMatter(String typed, String unicode) throws Exception {
    assertEquals(unicode, InternationalLabel.of(typed).unicode());
  }

  @Tag("case-36")
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          a☃            | '☃' (character 2, U+2603) cannot stand in a name; use letters, digits and '-' only: no symbols, emoji or punctuation
          😀            | '😀' (character 1, U+1F600) cannot stand in a name; use letters, digits and '-' only: no symbols, emoji or punctuation
          bü_cher       | '_' (character 3, U+005F) cannot stand in a name; use letters, digits and '-' only: no symbols, emoji or punctuation
          ﬁx            | 'ﬁ' (character 1, U+FB01) cannot stand in a name; write 'fi'
          ｱ             | 'ｱ' (character 1, U+FF71) cannot stand in a name; write 'ア'
          ㋿            | '㋿' (character 1, U+32FF) cannot stand in a name; write '令和'
          a\u200Bb      | U+200B (character 2) cannot stand in a name; use letters, digits and '-' only: no symbols, emoji or punctuation
          a\u202Eb      | U+202E (character 2) cannot stand in a name; use letters, digits and '-' only: no symbols, emoji or punctuation
          b\uFFFD\uFFFDcher  | '\uFFFD' (character 2, U+FFFD) cannot stand in a name; the locale of this shell is not UTF-8: set LC_ALL=C.UTF-8, or write the xn-- form
          a\u0378       | U+0378 (character 2) is no character in Unicode 18.0; leave it out
          \u0301a       | U+0301 (character 1) is a mark on the character before it, and there is none
          ü-            | '-' cannot be the last character; leave it out
          -ü            | '-' cannot be the first character; leave it out
          ab--ü         | '--' as characters 3 and 4 is reserved for xn-- names; leave one '-' out
          אa            | 'a' (character 2, U+0061) is written from left to right, unlike 'א' (character 1, U+05D0); begin with a letter and keep to one direction
          1א            | 'א' (character 2, U+05D0) is written from right to left, unlike '1' (character 1, U+0031); begin with a letter and keep to one direction
          א1ב-          | '-' cannot be the last character; leave it out
          a\u200Db      | U+200D is allowed only where the spelling needs it (RFC 5892, appendix A); leave it out
          a·b           | '·' (U+00B7) is allowed only where the spelling needs it (RFC 5892, appendix A); leave it out
          l·l·a         | '·' (U+00B7) is allowed only where the spelling needs it (RFC 5892, appendix A); leave it out
          ب٣۴           | it mixes two kinds of Arabic digits; use one of them
          xn--zzzzzzzzzzz | what follows xn-- is not the Punycode of a label; write the label in its own letters
          xn--          | what follows xn-- is not the Punycode of a label; write the label in its own letters
          xn--a         | what follows xn-- is not the Punycode of a label; write the label in its own letters
          xn--blog-     | what follows xn-- is not the Punycode of a label; write the label in its own letters
          xn--e-xbb     | what follows xn-- is not the Punycode of a label; write the label in its own letters
          xn--ls8h      | '💩' (character 1, U+1F4A9) cannot stand in a name; use letters, digits and '-' only: no symbols, emoji or punctuation
          xn--1-xic     | 'נ' (character 2, U+05E0) is written from right to left, unlike '1' (character 1, U+0031); begin with a letter and keep to one direction
          """)
  void saysWhatIsWrong(String label, String problem) {
    assertEquals(problem, problemOf(label));
  }

  private static String problemOf(String label) {
    return assertThrows(LabelException.class, () -> InternationalLabel.of(label), label).problem();
  }

  @Test
  void theEncodedFormHasALimit() throws Exception {
    String longest = "ü".repeat(57);
    assertEquals(63, InternationalLabel.of(longest).ascii().length());
    assertEquals(
        "its xn-- form has 64 characters, a label has at most 63; shorten it",
        problemOf(longest + "ü"));
    for (String endless : List.of("ü".repeat(64), "xn--" + "a".repeat(60))) {
      assertEquals("it has 64 characters, a label has at most 63; shorten it", problemOf(endless));
    }
  }

  @Tag("case-36")
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          аpple   | it mixes Cyrillic 'а' (character 1, U+0430) and Latin 'p' (character 2, U+0070); write it in one script (Latin may stand beside Chinese, Japanese or Korean)
          paypaӏ  | it mixes Latin 'p' (character 1, U+0070) and Cyrillic 'ӏ' (character 6, U+04CF); write it in one script (Latin may stand beside Chinese, Japanese or Korean)
          1aβ     | it mixes Latin 'a' (character 2, U+0061) and Greek 'β' (character 3, U+03B2); write it in one script (Latin may stand beside Chinese, Japanese or Korean)
          한ひ    | it mixes Hangul '한' (character 1, U+D55C) and Hiragana 'ひ' (character 2, U+3072); write it in one script (Latin may stand beside Chinese, Japanese or Korean)
          сосо    | it looks like 'coco', but 'с' (character 1, U+0441) is Cyrillic; write 'coco' or choose a label that cannot be mistaken for it
          ѕсоре   | it looks like 'scope', but 'ѕ' (character 1, U+0455) is Cyrillic; write 'scope' or choose a label that cannot be mistaken for it
          10-νο   | it looks like 'l0-vo', but 'ν' (character 4, U+03BD) is Greek; write 'l0-vo' or choose a label that cannot be mistaken for it
          ɑpple   | it looks like 'apple', but 'ɑ' (character 1, U+0251) is a rare Latin letter; write 'apple' or choose a label that cannot be mistaken for it
          क१3     | '3' (character 3, U+0033) is a digit of another writing system than those before; use one of them
          b\u0301\u0301 | U+0301 (character 3) cannot be seen behind the character before it; leave it out
          ci\u0307 | U+0307 (character 3) cannot be seen behind the character before it; leave it out
          """)
  void refusesWhatIsMadeToBeMistaken(String label, String problem) throws Exception {
    InternationalLabel read = InternationalLabel.of(label);
    assertEquals(problem, assertThrows(LabelException.class, read::checkScripts, label).problem());
    assertEquals(Optional.empty(), InternationalLabel.shown(read.ascii()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "bücher",
        "pære",
        "cœur",
        "sınır",
        "þor",
        "łódź",
        "straße",
        "москва",
        "ελλάδα",
        "שלום",
        "ᏣᎳᎩ",
        "日本語tokyo",
        "ひらがなカタカナ漢字",
        "한국어漢字kim",
        "ㄅ漢字abc",
        "नमस्ते",
        "मु-१२",
        "x2ü"
      })
  void acceptsOneScriptAndTheMixesOfEastAsia(String label) throws Exception {
    InternationalLabel.of(label).checkScripts();
  }

  @Test
  void onlyLabelsBeyondAsciiAreConverted() throws Exception {
    assertEquals("www.xn--bcher-kva.example.", InternationalLabel.toAscii("www.Bücher.example."));
    assertEquals("_tcp.XN--ls8h.", InternationalLabel.toAscii("_tcp.XN--ls8h."));
    assertThrows(LabelException.class, () -> InternationalLabel.toAscii("a.☃"));
    assertEquals(Optional.empty(), InternationalLabel.shown("blog"));
    assertEquals(Optional.empty(), InternationalLabel.shown("xn--ls8h"));
  }

  /** Whatever follows xn--: refused with words, or exactly what its Unicode form encodes to. */
  @Test
  void garbageIsRefusedOrCanonical() {
    Random random = new Random(5891);
    int read = 0;
    for (int i = 0; i < 20_000; i++) {
      StringBuilder label = new StringBuilder(InternationalLabel.PREFIX);
      for (int left = random.nextInt(12); left > 0; left--) {
        label.append("abcdefghijklmnopqrstuvwxyz0123456789-".charAt(random.nextInt(37)));
      }
      try {
        InternationalLabel decoded = InternationalLabel.of(label.toString());
        assertEquals(label.toString(), decoded.ascii());
        assertEquals(decoded, InternationalLabel.of(decoded.unicode()));
        read++;
      } catch (LabelException e) {
        assertEquals(false, e.problem().isBlank());
      }
    }
    assertEquals(true, read > 100, "read " + read);
  }
}
