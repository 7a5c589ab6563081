package org.pando.resolver.answer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.pando.registry.Bytes;
import org.pando.registry.NameState;
import org.pando.registry.Network;
import org.pando.registry.NetworkId;
import org.pando.registry.Published;
import org.pando.registry.Registry;
import org.pando.registry.text.RecordSyntax;
import org.pando.registry.zone.ZoneBody;
import org.xbill.DNS.DClass;
import org.xbill.DNS.ExtendedErrorCodeOption;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

class RegistryAnswersTest {
  private static final Network HOME =
      new Network(
          new NetworkId(Bytes.of(new byte[32])), Name.fromConstantString("home.alt."), 0, 1);

  /** One network whose names a test writes down. */
  private static final class Names implements Registry {
    private final List<Network> networks = List.of(HOME);
    private Published unknown = new Published.Unknown();
    private final Map<String, Published> names = new HashMap<>();
    private Runnable meanwhile = () -> {};
    private long version;

    @Override
    public long version() {
      return version;
    }

    @Override
    public List<Network> networks() {
      return networks;
    }

    @Override
    public Published find(Network network, byte[] wire, int offset, boolean keyName) {
      String label = new String(wire, offset + 1, wire[offset], StandardCharsets.US_ASCII);
      Published found = names.getOrDefault(keyName ? label + ".key" : label, unknown);
      meanwhile.run();
      return found;
    }

    void put(String name, NameState state, long seq, String... records) throws Exception {
      RecordSyntax syntax = new RecordSyntax(Name.fromString(name + ".home.alt."));
      Bytes body =
          records.length == 0
              ? Bytes.EMPTY
              : ZoneBody.of(syntax.parseAll(Arrays.asList(records))).encode();
      names.put(name, new Published.Served(state, seq, body));
      version++;
    }
  }

  private final Names registry = new Names();
  private final RegistryAnswers answers = new RegistryAnswers(new RegistryNames(registry));

  private static WireQuestion question(String name, int type) {
    Message message =
        Message.newQuery(Record.newRecord(Name.fromConstantString(name), type, DClass.IN));
    message.addRecord(new OPTRecord(1232, 0, 0), Section.ADDITIONAL);
    byte[] wire = message.toWire();
    WireQuestion question = new WireQuestion();
    assertEquals(WireQuestion.Reading.QUESTION, question.read(wire, wire.length));
    return question;
  }

  private Message ask(String name, int type) throws IOException {
    WireQuestion question = question(name, type);
    WireAnswer answer = answers.tryAnswer(question);
    assertNotNull(answer, name);
    byte[] out = new byte[ReplyEncoder.MAX_REPLY];
    int length = new ReplyEncoder(true).encode(question, answer, 0, 65_535, out);
    return new Message(Arrays.copyOf(out, length));
  }

  private static List<String> lines(Message reply, int section) {
    return reply.getSection(section).stream()
        .map(r -> r.getName() + " " + Type.string(r.getType()) + " " + r.rdataToString())
        .toList();
  }

  private static void assertNegative(int rcode, String soaOwner, Message reply) {
    assertEquals(rcode, reply.getRcode(), reply::toString);
    assertTrue(reply.getHeader().getFlag(Flags.AA));
    assertEquals(List.of(), lines(reply, Section.ANSWER));
    List<Record> authority = reply.getSection(Section.AUTHORITY);
    assertEquals(1, authority.size());
    assertEquals(Type.SOA, authority.getFirst().getType());
    assertEquals(soaOwner, authority.getFirst().getName().toString());
  }

  @Test
  void recordsOfANameWhateverTheCase() throws Exception {
    registry.put("blog", NameState.ACTIVE, 7, "A 192.0.2.10", "A 192.0.2.11");
    for (String name : List.of("blog.home.alt.", "BLOG.Home.ALT.")) {
      Message reply = ask(name, Type.A);
      assertEquals(
          List.of(name + " A 192.0.2.10", name + " A 192.0.2.11"), lines(reply, Section.ANSWER));
      assertTrue(reply.getHeader().getFlag(Flags.AA));
    }
    assertNegative(Rcode.NOERROR, "blog.home.alt.", ask("blog.home.alt.", Type.AAAA));
    assertNegative(Rcode.NXDOMAIN, "blog.home.alt.", ask("no.blog.home.alt.", Type.A));
  }

  @Test
  @Tag("case-40")
  void anUnknownNameDoesNotExist() throws Exception {
    assertNegative(Rcode.NXDOMAIN, "home.alt.", ask("nobody.home.alt.", Type.A));
    assertNegative(Rcode.NXDOMAIN, "home.alt.", ask("www.nobody.home.alt.", Type.SOA));
    assertNegative(Rcode.NXDOMAIN, "home.alt.", ask("nobody.key.home.alt.", Type.A));
  }

  /** RFC 8482 section 4.2. */
  @Test
  void anyGetsOneSmallRecordWhereTheNameExists() throws Exception {
    registry.put("blog", NameState.ACTIVE, 1, "@ A 192.0.2.1", "out CNAME example.net.");
    for (String name : List.of("blog.home.alt.", "out.blog.home.alt.", "home.alt.")) {
      assertEquals(
          List.of(name + " HINFO \"RFC8482\" \"\""), lines(ask(name, Type.ANY), Section.ANSWER));
    }
    assertNegative(Rcode.NXDOMAIN, "home.alt.", ask("nobody.home.alt.", Type.ANY));
    assertNegative(Rcode.NXDOMAIN, "blog.home.alt.", ask("no.blog.home.alt.", Type.ANY));
  }

  @Test
  void theSuffixAndTheKeyLabelExistWithoutData() throws Exception {
    assertNegative(Rcode.NOERROR, "home.alt.", ask("home.alt.", Type.A));
    assertNegative(Rcode.NOERROR, "home.alt.", ask("key.home.alt.", Type.A));
    assertNegative(Rcode.NOERROR, "home.alt.", ask("key.home.alt.", Type.SOA));
  }

  @Test
  void theSoaIsAnsweredWhereItIs() throws Exception {
    registry.put("blog", NameState.ACTIVE, (1L << 32) + 7, "A 192.0.2.10");
    assertEquals(
        List.of("home.alt. SOA home.alt. nobody.invalid. 0 3600 600 86400 30"),
        lines(ask("home.alt.", Type.SOA), Section.ANSWER));
    assertEquals(
        List.of("blog.home.alt. SOA blog.home.alt. nobody.invalid. 7 3600 600 86400 30"),
        lines(ask("blog.home.alt.", Type.SOA), Section.ANSWER));
  }

  @Test
  void aliasesInsideAreFollowed() throws Exception {
    registry.put("blog", NameState.ACTIVE, 1, "www CNAME web.shop.home.alt.");
    registry.put("shop", NameState.ACTIVE, 1, "web A 192.0.2.10");
    assertEquals(
        List.of("www.blog.home.alt. CNAME web.shop.home.alt.", "web.shop.home.alt. A 192.0.2.10"),
        lines(ask("www.blog.home.alt.", Type.A), Section.ANSWER));
    assertEquals(1, lines(ask("www.blog.home.alt.", Type.CNAME), Section.ANSWER).size());
    Message noData = ask("www.blog.home.alt.", Type.MX);
    assertEquals(Rcode.NOERROR, noData.getRcode());
    assertEquals(1, noData.getSection(Section.ANSWER).size());
    assertEquals("shop.home.alt.", noData.getSection(Section.AUTHORITY).getFirst().getName() + "");
  }

  @Test
  void anAliasToNowhereInsideIsNxdomainBehindItsChain() throws Exception {
    registry.put("blog", NameState.ACTIVE, 1, "www CNAME gone.home.alt.");
    Message reply = ask("www.blog.home.alt.", Type.A);
    assertEquals(Rcode.NXDOMAIN, reply.getRcode());
    assertEquals(List.of("www.blog.home.alt. CNAME gone.home.alt."), lines(reply, Section.ANSWER));
    assertEquals("home.alt.", reply.getSection(Section.AUTHORITY).getFirst().getName() + "");
  }

  @Test
  void anAliasOutwardIsLeftToTheSlowLane() throws Exception {
    registry.put(
        "blog", NameState.ACTIVE, 1, "www CNAME cdn.blog.home.alt.", "cdn CNAME example.com.");
    WireQuestion question = question("www.blog.home.alt.", Type.A);
    assertSame(AnswerSource.SLOW_LANE, answers.tryAnswer(question));
    OwnNames.Found.Alias alias =
        assertInstanceOf(
            OwnNames.Found.Alias.class,
            answers.find(Name.fromString("www.blog.home.alt."), Type.A));
    assertEquals("example.com.", alias.target().toString());
    assertEquals(2, alias.chain().size());
  }

  @Test
  void theSlowLaneSeesTheSameAnswers() throws Exception {
    registry.put("blog", NameState.ACTIVE, 1, "A 192.0.2.10", "loop CNAME loop.blog.home.alt.");
    OwnNames.Found.Answered found =
        assertInstanceOf(
            OwnNames.Found.Answered.class, answers.find(Name.fromString("blog.home.alt."), Type.A));
    assertEquals(
        List.of("192.0.2.10"),
        found.answer().answers().stream().map(Record::rdataToString).toList());
    OwnNames.Found.Answered none =
        assertInstanceOf(
            OwnNames.Found.Answered.class,
            answers.find(Name.fromString("nobody.home.alt."), Type.A));
    assertEquals(Rcode.NXDOMAIN, none.answer().rcode());
    assertEquals(1, none.answer().authority().size());
    assertThrows(
        ResolutionException.class,
        () -> answers.find(Name.fromString("loop.blog.home.alt."), Type.A));
  }

  @Test
  @Tag("case-35")
  void aLoopOfAliasesEnds() throws Exception {
    registry.put(
        "loop", NameState.ACTIVE, 1, "a CNAME b.loop.home.alt.", "b CNAME a.loop.home.alt.");
    Message reply = ask("a.loop.home.alt.", Type.A);
    assertEquals(Rcode.SERVFAIL, reply.getRcode());
    assertEquals("more than 8 aliases in a row", error(reply).getText());
  }

  @Test
  @Tag("I9")
  void aRevokedNameIsNotServedAndSaysSo() throws Exception {
    registry.put("lost", NameState.FROZEN, 3, "A 192.0.2.10");
    Message reply = ask("lost.home.alt.", Type.A);
    assertNegative(Rcode.NXDOMAIN, "home.alt.", reply);
    assertEquals("revoked", error(reply).getText());
  }

  @Test
  @Tag("case-40")
  void aReleasedNameAndOneWithoutAZoneDoNotExist() throws Exception {
    registry.put("free", NameState.VACANT, 3, "A 192.0.2.10");
    registry.put("young", NameState.ACTIVE, 0);
    assertNegative(Rcode.NXDOMAIN, "home.alt.", ask("free.home.alt.", Type.A));
    assertNegative(Rcode.NXDOMAIN, "home.alt.", ask("young.home.alt.", Type.A));
  }

  @Test
  void aKeyNameIsFoundBelowTheKeyLabel() throws Exception {
    registry.put("abc.key", NameState.ACTIVE, 1, "A 192.0.2.10", "www A 192.0.2.11");
    assertEquals(1, lines(ask("abc.key.home.alt.", Type.A), Section.ANSWER).size());
    assertEquals(1, lines(ask("www.ABC.Key.home.alt.", Type.A), Section.ANSWER).size());
    assertNegative(Rcode.NXDOMAIN, "home.alt.", ask("abc.home.alt.", Type.A));
  }

  @Test
  void whatIsNotLoadedIsLeftToTheSlowLaneAndNeverDenied() throws Exception {
    registry.unknown = new Published.NotLoaded();
    registry.put("blog", NameState.ACTIVE, 1, "A 192.0.2.10", "www CNAME web.shop.home.alt.");
    for (String name : List.of("nobody.home.alt.", "x.nobody.home.alt.", "www.blog.home.alt.")) {
      WireQuestion question = question(name, Type.A);
      assertSame(AnswerSource.SLOW_LANE, answers.tryAnswer(question), name);
      assertTrue(answers.answersLater(question), name);
      assertThrows(
          ResolutionException.class, () -> answers.find(Name.fromString(name), Type.A), name);
    }
    assertEquals(1, lines(ask("blog.home.alt.", Type.A), Section.ANSWER).size());
    assertFalse(answers.answersLater(question("blog.home.alt.", Type.A)));
    assertFalse(answers.answersLater(question("example.com.", Type.A)));
    assertNegative(Rcode.NOERROR, "home.alt.", ask("key.home.alt.", Type.A));
  }

  @Test
  void aDamagedNameFailsAndSaysSo() throws Exception {
    registry.names.put("torn", new Published.Damaged());
    registry.put("blog", NameState.ACTIVE, 1, "www CNAME torn.home.alt.");
    for (String name : List.of("torn.home.alt.", "x.torn.home.alt.", "www.blog.home.alt.")) {
      Message reply = ask(name, Type.A);
      assertEquals(Rcode.SERVFAIL, reply.getRcode());
      assertEquals(24, error(reply).getErrorCode(), name);
      assertEquals(List.of(), lines(reply, Section.ANSWER));
    }
  }

  @Test
  void namesOutsideAreNotOurs() throws Exception {
    for (String name : List.of(".", "alt.", "example.com.", "myhome.alt.", "home.alt.example.")) {
      WireQuestion question = question(name, Type.A);
      assertNull(answers.tryAnswer(question), name);
      assertInstanceOf(
          OwnNames.Found.Unknown.class, answers.find(Name.fromString(name), Type.A), name);
    }
  }

  private static ExtendedErrorCodeOption error(Message reply) {
    return (ExtendedErrorCodeOption) reply.getOPT().getOptions(15).getFirst();
  }

  @Test
  void anAnswerIsRememberedUntilANameChanges() throws Exception {
    registry.put("shop", NameState.ACTIVE, 1, "A 192.0.2.10");
    registry.put("blog", NameState.ACTIVE, 1, "www CNAME shop.home.alt.");
    WireQuestion question = question("www.blog.home.alt.", Type.A);
    WireAnswer first = answers.tryAnswer(question);
    assertSame(first, answers.tryAnswer(question));
    assertEquals(2, ask("www.blog.home.alt.", Type.A).getSection(Section.ANSWER).size());
    registry.put("shop", NameState.ACTIVE, 2, "A 192.0.2.11", "A 192.0.2.12");
    assertEquals(3, ask("www.blog.home.alt.", Type.A).getSection(Section.ANSWER).size());
    registry.put("blog", NameState.FROZEN, 1, "www CNAME shop.home.alt.");
    assertEquals(Rcode.NXDOMAIN, ask("www.blog.home.alt.", Type.A).getRcode());
  }

  @Test
  void whatWasReadBeforeAChangeIsNotRememberedAfterIt() throws Exception {
    registry.put("blog", NameState.ACTIVE, 1, "A 192.0.2.10");
    registry.meanwhile = () -> put("blog", "A 192.0.2.11");
    assertEquals(
        List.of("blog.home.alt. A 192.0.2.10"),
        lines(ask("blog.home.alt.", Type.A), Section.ANSWER));
    registry.meanwhile = () -> {};
    assertEquals(
        List.of("blog.home.alt. A 192.0.2.11"),
        lines(ask("blog.home.alt.", Type.A), Section.ANSWER));
  }

  private void put(String name, String record) {
    try {
      registry.put(name, NameState.ACTIVE, 2, record);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /** So many that some of them meet at one place in the memory. */
  @Test
  void everyNameIsRememberedAsItself() throws Exception {
    int many = 1000;
    for (int i = 0; i < many; i++) {
      put("n" + i, "A 192.0." + i / 256 + "." + i % 256);
    }
    WireQuestion question = new WireQuestion();
    ReplyEncoder encoder = new ReplyEncoder(true);
    byte[] out = new byte[ReplyEncoder.MAX_REPLY];
    for (int i = 0; i < 2 * many; i++) {
      int n = i % many;
      Name name = Name.fromString("n" + n + ".home.alt.");
      byte[] wire = Message.newQuery(Record.newRecord(name, Type.A, DClass.IN)).toWire();
      assertEquals(WireQuestion.Reading.QUESTION, question.read(wire, wire.length));
      WireAnswer answer = answers.tryAnswer(question);
      assertNotNull(answer);
      int length = encoder.encode(question, answer, 0, 512, out);
      Record address = new Message(Arrays.copyOf(out, length)).getSection(1).getFirst();
      assertEquals("192.0." + n / 256 + "." + n % 256, address.rdataToString());
    }
  }

  /** Of names that do not exist there are too many to remember: each is made anew. */
  @Test
  void whatDoesNotExistIsNotRemembered() throws Exception {
    WireQuestion question = question("nobody.home.alt.", Type.A);
    assertNotSame(answers.tryAnswer(question), answers.tryAnswer(question));
  }

  /** RFC 6672: the owner keeps its own records, everything below it is somewhere else. */
  @Test
  void aDnameRedirectsWhatIsBelowIt() throws Exception {
    registry.put("shop", NameState.ACTIVE, 1, "A 192.0.2.1", "www.eu A 192.0.2.10");
    registry.put("old", NameState.ACTIVE, 1, "@ DNAME shop.home.alt.", "A 192.0.2.2");
    Message reply = ask("www.eu.old.home.alt.", Type.A);
    assertEquals(Rcode.NOERROR, reply.getRcode());
    assertEquals(
        List.of(
            "old.home.alt. DNAME shop.home.alt.",
            "www.eu.old.home.alt. CNAME www.eu.shop.home.alt.",
            "www.eu.shop.home.alt. A 192.0.2.10"),
        lines(reply, Section.ANSWER));
    assertEquals(
        List.of("old.home.alt. A 192.0.2.2"), lines(ask("old.home.alt.", Type.A), Section.ANSWER));
    assertEquals(1, lines(ask("old.home.alt.", Type.DNAME), Section.ANSWER).size());
    assertEquals(2, lines(ask("www.eu.old.home.alt.", Type.CNAME), Section.ANSWER).size());
    Message none = ask("no.old.home.alt.", Type.A);
    assertEquals(Rcode.NXDOMAIN, none.getRcode());
    assertEquals(2, lines(none, Section.ANSWER).size());
  }

  @Test
  void aDnameMayLeadOutwardOrTooFar() throws Exception {
    String far = "a".repeat(60) + "." + "b".repeat(60) + "." + "c".repeat(60) + ".example.";
    registry.put("out", NameState.ACTIVE, 1, "x DNAME example.com.", "far DNAME " + far);
    OwnNames.Found.Alias outward =
        assertInstanceOf(
            OwnNames.Found.Alias.class, answers.find(Name.fromString("w.x.out.home.alt."), Type.A));
    assertEquals(Name.fromConstantString("w.example.com."), outward.target());
    assertEquals(
        List.of(Type.DNAME, Type.CNAME), outward.chain().stream().map(Record::getType).toList());
    Message tooLong = ask("d".repeat(63) + ".far.out.home.alt.", Type.A);
    assertEquals(Rcode.YXDOMAIN, tooLong.getRcode());
    assertEquals(List.of("far.out.home.alt. DNAME " + far), lines(tooLong, Section.ANSWER));
  }
}
