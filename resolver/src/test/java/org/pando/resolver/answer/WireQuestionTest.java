package org.pando.resolver.answer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.pando.resolver.answer.WireQuestion.Reading;
import org.xbill.DNS.DClass;
import org.xbill.DNS.ExtendedFlags;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

class WireQuestionTest {
  private static final String HEADER = "1234 0100 0001 0000 0000 0000";
  private static final String BLOG_A = "04626c6f67 04686f6d65 03616c74 00 0001 0001";

  private final WireQuestion question = new WireQuestion();

  private Reading read(String... hex) {
    byte[] packet = HexFormat.of().parseHex(String.join("", hex).replace(" ", ""));
    return question.read(packet, packet.length);
  }

  private static String header(int flags, int qd, int an, int ns, int ar) {
    return String.format("1234%04x%04x%04x%04x%04x", flags, qd, an, ns, ar);
  }

  @Test
  void aQuestionIsReadAsItWasAsked() throws Exception {
    Message message =
        Message.newQuery(Record.newRecord(new Name("BlOg.home.alt."), Type.TXT, DClass.IN));
    message.addRecord(new OPTRecord(4096, 0, 0, ExtendedFlags.DO), Section.ADDITIONAL);
    message.getHeader().setFlag(Flags.CD);
    byte[] wire = message.toWire();
    assertEquals(Reading.QUESTION, question.read(wire, wire.length));
    assertEquals("BlOg.home.alt.", question.name().toString());
    assertEquals(Type.TXT, question.type());
    assertEquals(message.getHeader().getID(), question.id());
    assertTrue(question.edns());
    assertTrue(question.dnssecOk());
    assertTrue(question.checkingDisabled());
    assertTrue(question.recursionDesired());
    assertEquals(1232, question.udpLimit());
    byte[] lower = new Name("blog.home.alt.").toWire();
    assertEquals(QuestionKey.of(lower, Type.TXT, true), question.key());
    assertNotEquals(QuestionKey.of(lower, Type.TXT, false), question.key());
    assertEquals(question.key(), question.copy().key());
  }

  @Test
  void limitsFollowWhatTheClientSaid() {
    assertEquals(Reading.QUESTION, read(HEADER, BLOG_A));
    assertEquals(512, question.udpLimit());
    assertEquals(
        Reading.QUESTION, read(header(0x0100, 1, 0, 0, 1), BLOG_A, "00 0029 0258 00000000 0000"));
    assertEquals(600, question.udpLimit());
    assertEquals(
        Reading.QUESTION, read(header(0x0100, 1, 0, 0, 1), BLOG_A, "00 0029 0010 00000000 0000"));
    assertEquals(512, question.udpLimit());
  }

  @Test
  void nothingOfTheLastQuestionRemains() {
    read(header(0x0100, 1, 0, 0, 1), BLOG_A, "00 0029 0400 00008000 0000");
    assertTrue(question.edns());
    assertEquals(Reading.QUESTION, read(HEADER, BLOG_A));
    assertFalse(question.edns());
    assertFalse(question.dnssecOk());
  }

  @Test
  void responsesAndFragmentsAreIgnored() {
    assertEquals(Reading.IGNORE, read(""));
    assertEquals(Reading.IGNORE, read("1234 0100 0001 0000 0000 00"));
    assertEquals(Reading.IGNORE, read(header(0x8180, 1, 0, 0, 0), BLOG_A));
  }

  @Test
  void otherOperationsAreNotImplemented() {
    assertEquals(Reading.NOTIMP, read(header(0x2800, 1, 0, 0, 0), BLOG_A));
    assertEquals(Reading.NOTIMP, read(header(0x2000, 0, 0, 0, 0)));
  }

  @Test
  void malformedQuestionsAreFormatErrors() {
    assertEquals(Reading.FORMERR, read(header(0x0100, 0, 0, 0, 0)));
    assertEquals(Reading.FORMERR, read(header(0x0100, 2, 0, 0, 0), BLOG_A, BLOG_A));
    assertEquals(Reading.FORMERR, read(header(0x0100, 1, 1, 0, 0), BLOG_A));
    assertEquals(Reading.FORMERR, read(header(0x0100, 1, 0, 1, 0), BLOG_A));
    assertEquals(Reading.FORMERR, read(HEADER));
    assertEquals(Reading.FORMERR, read(HEADER, "04626c6f67"));
    assertEquals(Reading.FORMERR, read(HEADER, "04626c6f67 00 0001 00"));
    assertEquals(Reading.FORMERR, read(HEADER, "c00c 0001 0001"), "a pointer to itself");
    assertEquals(Reading.FORMERR, read(HEADER, "40", "61".repeat(64), "00 0001 0001"));
    assertEquals(Reading.FORMERR, read(HEADER, ("3f" + "61".repeat(63)).repeat(4), "00 00010001"));
    assertEquals(Reading.FORMERR, read(HEADER, BLOG_A, "00"), "trailing junk");
    assertEquals(Reading.FORMERR, read(HEADER, "00 0029 0001"), "OPT is no type to ask for");
    assertEquals(Reading.FORMERR, read(HEADER, "00 0000 0001"));
  }

  @Test
  void theLongestNameFits() {
    String longest = ("3f" + "61".repeat(63)).repeat(3) + "3d" + "61".repeat(61) + "00";
    assertEquals(Reading.QUESTION, read(HEADER, longest, "0001 0001"));
    assertEquals(255, question.key().nameLength());
  }

  @Test
  void malformedAdditionalRecordsAreFormatErrors() {
    String one = header(0x0100, 1, 0, 0, 1);
    assertEquals(Reading.FORMERR, read(one, BLOG_A), "counted but missing");
    assertEquals(Reading.FORMERR, read(one, BLOG_A, "00 0029 0400 00000000 0004"));
    assertEquals(Reading.FORMERR, read(one, BLOG_A, "0161 00 0029 0400 00000000 0000"));
    assertEquals(Reading.FORMERR, read(one, BLOG_A, "00 0029 0400 00000000 0004 000a0008"));
    String opt = "00 0029 0400 00000000 0000";
    assertEquals(Reading.FORMERR, read(header(0x0100, 1, 0, 0, 2), BLOG_A, opt, opt));
  }

  @Test
  void unknownOptionsAreIgnored() {
    String option = "00 0029 0400 00000000 0006 fde9 0002 beef";
    assertEquals(Reading.QUESTION, read(header(0x0100, 1, 0, 0, 1), BLOG_A, option));
  }

  @Test
  void ednsVersionsBesidesZeroAreBad() {
    String opt = "00 0029 0400 00010000 0000";
    assertEquals(Reading.BADVERS, read(header(0x0100, 1, 0, 0, 1), BLOG_A, opt));
  }

  @Test
  void otherClassesTransfersAndKeysAreRefused() {
    assertEquals(Reading.REFUSED, read(HEADER, "0161 00 0001 0003"));
    for (int type : new int[] {249, 250, 251, 252, 253, 254}) {
      assertEquals(Reading.REFUSED, read(HEADER, String.format("0161 00 %04x 0001", type)));
    }
  }

  /** Whatever arrives, reading ends with a verdict and never with an exception. */
  @Test
  void mutatedPacketsNeverThrow() {
    Random random = new Random(20260101);
    byte[] good =
        HexFormat.of()
            .parseHex(
                (header(0x0100, 1, 0, 0, 1) + BLOG_A + "00 0029 0400 00000000 0006 000a0002beef")
                    .replace(" ", ""));
    for (int round = 0; round < 200_000; round++) {
      byte[] packet = Arrays.copyOf(good, random.nextInt(good.length + 8));
      for (int i = random.nextInt(6); i > 0 && packet.length > 0; i--) {
        packet[random.nextInt(packet.length)] = (byte) random.nextInt(256);
      }
      if (question.read(packet, packet.length) == Reading.QUESTION) {
        assertEquals(question.key(), question.copy().key());
        assertEquals(question.key().nameLength(), question.name().length());
      }
    }
  }
}
