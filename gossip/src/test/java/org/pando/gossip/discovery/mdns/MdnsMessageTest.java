package org.pando.gossip.discovery.mdns;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import java.io.ByteArrayOutputStream;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.pando.gossip.GossipException;
import org.pando.gossip.Vectors;

final class MdnsMessageTest {
  private static final String LONG = "a".repeat(63);

  private static byte[] packet(int questions, int records, String rest) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(new byte[] {0, 0, (byte) 0x84, 0, 0, (byte) questions});
    out.writeBytes(new byte[] {(byte) (records >> 8), (byte) records, 0, 0, 0, 0});
    out.writeBytes(HexFormat.of().parseHex(rest.replace(" ", "")));
    return out.toByteArray();
  }

  private static void refused(GossipException.Kind kind, byte[] packet) {
    assertEquals(kind, assertThrows(GossipException.class, () -> MdnsReader.read(packet)).kind());
  }

  private static void malformed(int questions, int records, String rest) {
    refused(GossipException.Kind.MALFORMED, packet(questions, records, rest));
  }

  @Test
  void whatIsWrittenIsRead() throws Exception {
    List<MdnsMessage.Entry> answers =
        List.of(new MdnsMessage.Pointer("_p2p._udp.local", 120, LONG + "._p2p._udp.local"));
    List<MdnsMessage.Entry> additionals =
        List.of(
            new MdnsMessage.Texts(LONG + "._p2p._udp.local", 120, List.of("dnsaddr=/x", "")),
            new MdnsMessage.Server(LONG + "._p2p._udp.local", 120, 4053, LONG + ".local"));
    byte[] packet = MdnsWriter.response(answers, additionals);
    assertTrue(packet.length < 300, "names are written once: " + packet.length);
    MdnsMessage read = MdnsReader.read(packet);
    assertTrue(read.response());
    assertEquals(List.of(answers.getFirst(), additionals.getFirst()), read.records());
    MdnsMessage question = MdnsReader.read(MdnsWriter.question("_p2p._udp.local", MdnsMessage.PTR));
    assertEquals(
        List.of(new MdnsMessage.Question("_p2p._udp.local", MdnsMessage.PTR)),
        question.questions());
  }

  @Test
  void jsLibp2pAsksAsWeDoAndIsUnderstood() throws Exception {
    JsonObject vectors = Vectors.read("mdns.json");
    assertArrayEquals(
        Vectors.hex(vectors, "query"), MdnsWriter.question(MdnsLink.SERVICE, MdnsMessage.PTR));
    MdnsMessage response = MdnsReader.read(Vectors.hex(vectors, "response"));
    assertEquals(4, response.records().size());
    MdnsMessage.Pointer pointer = (MdnsMessage.Pointer) response.records().getFirst();
    assertEquals(63 + 1 + MdnsLink.SERVICE.length(), pointer.target().length());
    MdnsMessage.Texts texts = (MdnsMessage.Texts) response.records().get(2);
    assertEquals(pointer.target(), texts.name());
    assertTrue(texts.strings().getFirst().startsWith("dnsaddr=/ip4/10.9.0.3/tcp/41001/p2p/"));
  }

  @Test
  void namesAreComparedInLowerCaseAndDotsInLabelsAreNotDots() throws Exception {
    MdnsMessage read = MdnsReader.read(packet(1, 0, "03 412e42 01 63 00 000c 0001"));
    assertEquals("a\\.b.c", read.questions().getFirst().name());
  }

  @Test
  void recordsOfOtherTypesAndClassesArePassedOver() throws Exception {
    String txt = "00 0010 0001 00000078 0002 0141";
    String other = "00 0001 0001 00000078 0004 0a000001";
    String chaos = "00 0010 0003 00000078 0002 0141";
    String only = "00 0010 8001 00000078 0002 0141";
    MdnsMessage read = MdnsReader.read(packet(0, 4, other + txt + chaos + only));
    assertEquals(2, read.records().size());
  }

  @Test
  void namesWithoutEndAreRefused() {
    malformed(1, 0, "c00c 000c 0001"); // to itself
    malformed(1, 0, "0161 c00e 000c 0001"); // to itself, behind a label
    malformed(1, 0, "c00e 00 000c 0001"); // forward
    malformed(1, 0, "c0");
    malformed(1, 0, "0561");
    malformed(1, 0, "40 00 000c 0001"); // neither a label nor a pointer
    malformed(
        1,
        0,
        "3f"
            + "61".repeat(63)
            + "3f"
            + "61".repeat(63)
            + "3f"
            + "61".repeat(63)
            + "3e"
            + "61".repeat(62)
            + "00 000c 0001"); // 256 bytes
  }

  @Test
  void theLongestNameIsRead() throws Exception {
    String longest =
        "3f"
            + "61".repeat(63)
            + "3f"
            + "61".repeat(63)
            + "3f"
            + "61".repeat(63)
            + "3d"
            + "61".repeat(61)
            + "00 000c 0001";
    assertEquals(
        253, MdnsReader.read(packet(1, 0, longest)).questions().getFirst().name().length());
  }

  @Test
  void pointersBackAreFollowed() throws Exception {
    MdnsMessage read =
        MdnsReader.read(
            packet(3, 0, "0161 00 000c 0001" + "0162 c00c 000c 0001" + "c013 000c 0001"));
    assertEquals("a", read.questions().get(0).name());
    assertEquals("b.a", read.questions().get(1).name());
    assertEquals("b.a", read.questions().get(2).name());
  }

  @Test
  void whatEndsTooEarlyIsRefused() {
    malformed(1, 0, "00 000c");
    malformed(0, 1, "00 0010 0001 00000078 0003 0141");
    malformed(0, 1, "00 0010 0001 00000078 0002 0241");
    malformed(0, 1, "00 000c 0001 00000078 0000");
    refused(GossipException.Kind.MALFORMED, new byte[11]);
    refused(GossipException.Kind.MALFORMED, new byte[9001]);
  }

  @Test
  void countsAreLimited() {
    refused(GossipException.Kind.LIMIT, packet(65, 0, ""));
    refused(GossipException.Kind.LIMIT, packet(0, 257, ""));
  }

  @Test
  void errorsAndOtherOperationsAreRefused() {
    byte[] error = packet(0, 0, "");
    error[3] = 3;
    refused(GossipException.Kind.MALFORMED, error);
    byte[] update = packet(0, 0, "");
    update[2] = 0x28;
    refused(GossipException.Kind.MALFORMED, update);
  }
}
