package org.pando.resolver.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.pando.resolver.server.TestServer.question;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.pando.registry.Bytes;
import org.pando.resolver.server.Conversation.Wire;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/**
 * Packets that no honest client sends (RFC 8906, RFC 9267), over real sockets: each gets its rcode
 * or silence, and the next good question is answered on the same socket.
 */
class HostileInputTest {
  private static final int SILENCE = -1;
  private static final int ID = 0x1234;
  private static final byte[] FAST = {
    4, 'f', 'a', 's', 't', 7, 'e', 'x', 'a', 'm', 'p', 'l', 'e', 0
  };
  private static final byte[] ROOT = {0};

  private static @Nullable TestServer server;

  /** One packet and what it gets. */
  record Attack(String what, Bytes packet, int rcode) {
    Attack(String what, byte[] packet, int rcode) {
      this(what, Bytes.of(packet), rcode);
    }

    @Override
    public String toString() {
      return what;
    }
  }

  /** Builds a packet from header to end. */
  private static final class Packet {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    Packet(int flags, int questions, int answers, int authority, int additional) {
      u16(ID, flags, questions, answers, authority, additional);
    }

    Packet u16(int... values) {
      for (int value : values) {
        out.write(value >> 8);
        out.write(value);
      }
      return this;
    }

    Packet octets(byte... octets) {
      out.writeBytes(octets);
      return this;
    }

    Packet question(int type, int dclass) {
      return octets(FAST).u16(type, dclass);
    }

    /** An OPT record: version and flags, then the length it claims, then its options. */
    Packet opt(int version, int flags, int length, byte... options) {
      return octets(ROOT).u16(Type.OPT, 1232, version, flags, length).octets(options);
    }

    byte[] end() {
      return out.toByteArray();
    }
  }

  private static Packet one() {
    return new Packet(0x0100, 1, 0, 0, 0);
  }

  private static Packet withAdditional(int count) {
    return new Packet(0x0100, 1, 0, 0, count).question(Type.A, 1);
  }

  private static Packet withFlags(int flags) {
    return new Packet(flags, 1, 0, 0, 0).question(Type.A, 1);
  }

  private static byte[] longName(int labels, int length) {
    ByteArrayOutputStream name = new ByteArrayOutputStream();
    for (int i = 0; i < labels; i++) {
      name.write(length);
      name.writeBytes(new byte[length]);
    }
    name.write(0);
    return name.toByteArray();
  }

  static Stream<Attack> attacks() {
    return Stream.of(headers(), names(), sections(), edns(), operations()).flatMap(List::stream);
  }

  private static List<Attack> headers() {
    return List.of(
        new Attack("nothing", new byte[0], SILENCE),
        new Attack("one octet", new byte[1], SILENCE),
        new Attack("a header less an octet", new byte[11], SILENCE),
        new Attack(
            "a header without a question", new Packet(0x0100, 0, 0, 0, 0).end(), Rcode.FORMERR),
        new Attack("a question announced only", one().end(), Rcode.FORMERR),
        new Attack(
            "two questions",
            new Packet(0x0100, 2, 0, 0, 0).question(Type.A, 1).question(Type.AAAA, 1).end(),
            Rcode.FORMERR),
        new Attack(
            "65535 questions announced",
            new Packet(0x0100, 0xffff, 0, 0, 0).question(Type.A, 1).end(),
            Rcode.FORMERR),
        new Attack("a response", withFlags(0x8180).end(), SILENCE),
        new Attack("a response that is cut", new Packet(0x8180, 1, 1, 0, 0).end(), SILENCE));
  }

  private static List<Attack> names() {
    return List.of(
        new Attack(
            "a label beyond the end", one().octets((byte) 63, (byte) 'a').end(), Rcode.FORMERR),
        new Attack(
            "a label of type 01",
            one().octets((byte) 0x41, (byte) 0).u16(1, 1).end(),
            Rcode.FORMERR),
        new Attack(
            "a label of type 10",
            one().octets((byte) 0x81, (byte) 0).u16(1, 1).end(),
            Rcode.FORMERR),
        new Attack("a pointer to itself", one().u16(0xc00c, 1, 1).end(), Rcode.FORMERR),
        new Attack("a pointer into the header", one().u16(0xc000, 1, 1).end(), Rcode.FORMERR),
        new Attack("a pointer past the end", one().u16(0xffff, 1, 1).end(), Rcode.FORMERR),
        new Attack(
            "a label, then a pointer back to it",
            one().octets((byte) 1, (byte) 'a').u16(0xc00c, 1, 1).end(),
            Rcode.FORMERR),
        new Attack(
            "a name of 256 octets", one().octets(longName(17, 14)).u16(1, 1).end(), Rcode.FORMERR),
        new Attack(
            "a name of 1276 octets", one().octets(longName(20, 63)).u16(1, 1).end(), Rcode.FORMERR),
        new Attack(
            "a name without an end", one().octets((byte) 1, (byte) 'a').end(), Rcode.FORMERR),
        new Attack("no type", one().octets(FAST).end(), Rcode.FORMERR),
        new Attack(
            "half a class", one().octets(FAST).u16(1).octets((byte) 0).end(), Rcode.FORMERR));
  }

  private static List<Attack> sections() {
    byte[] record = new Packet(0, 0, 0, 0, 0).octets(ROOT).u16(1, 1, 0, 0, 4, 0, 0).end();
    byte[] body = Arrays.copyOfRange(record, 12, record.length);
    return List.of(
        new Attack(
            "junk behind the question", one().question(1, 1).octets((byte) 0).end(), Rcode.FORMERR),
        new Attack(
            "an answer announced",
            new Packet(0x0100, 1, 1, 0, 0).question(1, 1).end(),
            Rcode.FORMERR),
        new Attack(
            "an answer",
            new Packet(0x0100, 1, 1, 0, 0).question(1, 1).octets(body).end(),
            Rcode.FORMERR),
        new Attack(
            "authority",
            new Packet(0x0100, 1, 0, 1, 0).question(1, 1).octets(body).end(),
            Rcode.FORMERR),
        new Attack(
            "65535 additional records announced", withAdditional(0xffff).end(), Rcode.FORMERR),
        new Attack(
            "an additional record longer than the packet",
            withAdditional(1).octets(ROOT).u16(1, 1, 0, 0, 400, 0).end(),
            Rcode.FORMERR),
        new Attack(
            "an additional owner that never ends",
            withAdditional(1).octets((byte) 3, (byte) 'a').end(),
            Rcode.FORMERR),
        new Attack(
            "an additional owner that points to itself", // skipped, never followed
            withAdditional(1).u16(0xc000 | 12 + FAST.length + 4, 1, 1, 0, 0, 0).end(),
            Rcode.NOERROR),
        new Attack(
            "a harmless additional record", withAdditional(1).octets(body).end(), Rcode.NOERROR));
  }

  private static List<Attack> edns() {
    ByteArrayOutputStream flood = new ByteArrayOutputStream();
    for (int i = 0; i < 250; i++) {
      flood.writeBytes(new byte[] {0, 8, 0, 0});
    }
    return List.of(
        new Attack(
            "two OPT records", withAdditional(2).opt(0, 0, 0).opt(0, 0, 0).end(), Rcode.FORMERR),
        new Attack(
            "an OPT record with a name",
            withAdditional(1).octets(FAST).u16(Type.OPT, 1232, 0, 0, 0).end(),
            Rcode.FORMERR),
        new Attack("an OPT record cut short", withAdditional(1).opt(0, 0, 10).end(), Rcode.FORMERR),
        new Attack(
            "an option longer than its record",
            withAdditional(1).opt(0, 0, 4, (byte) 0, (byte) 8, (byte) 0, (byte) 9).end(),
            Rcode.FORMERR),
        new Attack(
            "half an option",
            withAdditional(1).opt(0, 0, 2, (byte) 0, (byte) 8).end(),
            Rcode.FORMERR),
        new Attack("EDNS version 1", withAdditional(1).opt(1, 0, 0).end(), Rcode.BADVERS),
        new Attack("EDNS version 255", withAdditional(1).opt(255, 0x8000, 0).end(), Rcode.BADVERS),
        new Attack(
            "EDNS flags nobody knows", withAdditional(1).opt(0, 0x7fff, 0).end(), Rcode.NOERROR),
        new Attack(
            "an option nobody knows",
            withAdditional(1)
                .opt(0, 0, 5, (byte) 0xfd, (byte) 1, (byte) 0, (byte) 1, (byte) 7)
                .end(),
            Rcode.NOERROR),
        new Attack(
            "a flood of options",
            withAdditional(1).opt(0, 0, 1000, flood.toByteArray()).end(),
            Rcode.NOERROR));
  }

  private static List<Attack> operations() {
    List<Attack> attacks = new ArrayList<>();
    for (int opcode = 1; opcode < 16; opcode++) {
      attacks.add(new Attack("opcode " + opcode, withFlags(opcode << 11).end(), Rcode.NOTIMP));
    }
    for (int dclass : new int[] {0, 3, 4, 254, 255, 0xffff}) {
      attacks.add(
          new Attack("class " + dclass, one().question(Type.A, dclass).end(), Rcode.REFUSED));
    }
    for (int type : new int[] {249, 250, 251, 252, 253, 254}) {
      attacks.add(new Attack("type " + type, one().question(type, 1).end(), Rcode.REFUSED));
    }
    attacks.add(
        new Attack(
            "IXFR with its SOA record",
            new Packet(0, 1, 0, 1, 0)
                .question(Type.IXFR, 1)
                .octets(ROOT)
                .u16(Type.SOA, 1, 0, 0, 22, 0)
                .octets(new byte[20])
                .end(),
            Rcode.REFUSED));
    attacks.add(new Attack("type 0", one().question(0, 1).end(), Rcode.FORMERR));
    attacks.add(new Attack("type OPT", one().question(Type.OPT, 1).end(), Rcode.FORMERR));
    attacks.add(new Attack("TC in a question", withFlags(0x0300).end(), Rcode.NOERROR));
    attacks.add(new Attack("every flag and rcode", withFlags(0x07ff).end(), Rcode.NOERROR));
    return attacks;
  }

  @BeforeAll
  static void start() throws Exception {
    server = new TestServer(TestServer.Setting.DEFAULT);
  }

  @AfterAll
  static void stop() {
    running().close();
  }

  private static TestServer running() {
    if (server == null) {
      throw new IllegalStateException("not started");
    }
    return server;
  }

  @ParameterizedTest
  @MethodSource("attacks")
  void overUdp(Attack attack) throws Exception {
    check(Wire.UDP, attack);
  }

  @ParameterizedTest
  @MethodSource("attacks")
  void overTcp(Attack attack) throws Exception {
    check(Wire.TCP, attack);
  }

  private static void check(Wire wire, Attack attack) throws Exception {
    try (Conversation client = wire.open(running().address)) {
      client.send(attack.packet().toArray());
      if (attack.rcode() != SILENCE) {
        assertEquals(attack.rcode(), harmless(client.receive()).getRcode());
      }
      assertAnswered(client);
    }
  }

  /** Nothing of the attack comes back but its id, its opcode and its question. */
  private static Message harmless(byte[] packet) throws IOException {
    assertEquals(0, packet[3] & 0x40, "the Z bit (RFC 1035 section 4.1.1)");
    Message reply = new Message(packet);
    assertEquals(ID, reply.getHeader().getID());
    assertTrue(reply.getHeader().getFlag(Flags.QR));
    assertTrue(!reply.getHeader().getFlag(Flags.TC));
    assertTrue(!reply.getHeader().getFlag(Flags.AD));
    if (reply.getOPT() != null) {
      assertEquals(0, reply.getOPT().getVersion());
      assertEquals(0, reply.getOPT().getFlags() & 0x7fff);
      assertTrue(reply.getOPT().getOptions().stream().allMatch(option -> option.getCode() == 15));
    }
    return reply;
  }

  private static void assertAnswered(Conversation client) throws Exception {
    Message good = question("fast.example.");
    client.send(good.toWire());
    Message reply = client.reply();
    assertEquals(good.getHeader().getID(), reply.getHeader().getID());
    assertEquals(1, reply.getSection(Section.ANSWER).size());
  }

  /** Neither reads past its buffer nor answers what it has not seen whole. */
  @Test
  void whatIsLongerThanAnyQuestion() throws Exception {
    try (Conversation client = Wire.UDP.open(running().address)) {
      byte[] flood = Arrays.copyOf(one().question(1, 1).end(), 65_507);
      client.send(flood);
      assertEquals(Rcode.FORMERR, client.reply().getRcode());
      assertAnswered(client);
    }
    try (Conversation client = Wire.TCP.open(running().address)) {
      client.send(Arrays.copyOf(one().question(1, 1).end(), 65_535));
      assertEquals(Rcode.FORMERR, client.reply().getRcode());
      assertAnswered(client);
    }
  }

  /** Mutations of a good question, drawn from fixed seeds; a good one after every fifty. */
  @ParameterizedTest
  @EnumSource
  void mutations(Wire wire) throws Exception {
    byte[] good = withAdditional(1).opt(0, 0x8000, 0).end();
    Message question = question("fast.example.");
    question.getHeader().setID(ID + 1);
    try (Conversation client = wire.open(running().address)) {
      for (int seed = 1; seed <= 2000; seed++) {
        client.send(mutated(good, new Random(seed)));
        if (seed % 50 == 0) {
          client.send(question.toWire());
          assertEquals(1, answerTo(question, client).getSection(Section.ANSWER).size(), "" + seed);
        }
      }
    }
  }

  /** Everything but its id may change. */
  private static byte[] mutated(byte[] good, Random random) {
    byte[] packet = Arrays.copyOf(good, random.nextInt(good.length + 20));
    for (int i = random.nextInt(1, 6); i > 0 && packet.length > 2; i--) {
      packet[random.nextInt(2, packet.length)] = (byte) random.nextInt();
    }
    return packet;
  }

  private static Message answerTo(Message question, Conversation client) throws Exception {
    while (true) {
      Message reply = client.reply();
      if (reply.getHeader().getID() == question.getHeader().getID()) {
        return reply;
      }
    }
  }
}
