package org.pando.resolver.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.pando.registry.Bytes;
import org.pando.resolver.answer.AnswerSource;
import org.pando.resolver.answer.OwnNames.Found;
import org.pando.resolver.answer.ResolutionException;
import org.pando.resolver.answer.WireQuestion;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** Local records and hosts names, alone and against each other, special names and the registry. */
class LocalAnswersTest {
  private final Networks networks = new Networks();

  private LocalAnswers records(OwnedRr... records) {
    LocalNamesBuilder builder = new LocalNamesBuilder(true, List.of());
    builder.addRecords(List.of(records));
    return answers(builder);
  }

  private LocalAnswers answers(LocalNamesBuilder builder) {
    return new LocalAnswers(
        networks.names(), builder.build(networks.names().suffixes(), networks.names()::contains));
  }

  private static OwnedRr rr(String name, String line) {
    return Asking.record(name, line);
  }

  private static void host(LocalNamesBuilder builder, int file, String name, String hex) {
    builder.addHost(file, Name.fromConstantString(name), Bytes.fromHex(hex));
  }

  @Test
  void aRecordIsAnsweredInTheCaseOfTheQuestion() {
    LocalAnswers answers =
        records(rr("nas.lan.", "A 192.168.1.5"), rr("nas.lan.", "300 TXT \"in the cellar\""));
    for (String name : List.of("nas.lan.", "NAS.Lan.")) {
      assertEquals(List.of(name + " 3600 A 192.168.1.5"), Asking.answer(answers, name, Type.A));
      assertEquals(
          List.of(name + " 300 TXT \"in the cellar\""), Asking.answer(answers, name, Type.TXT));
    }
    assertEquals(new LocalAnswers.Size(2, 0), answers.size());
  }

  /** The name is ours for every type; what is around it is not. */
  @Test
  void aNameWithRecordsIsAnsweredForEveryTypeAndNoOtherNameIs() {
    LocalAnswers answers = records(rr("nas.home.example.", "A 192.0.2.5"));
    assertEquals("NODATA nas.home.example. 60", Asking.negative(answers, "nas.home.example.", 28));
    assertEquals(
        List.of("nas.home.example. 60 SOA . nobody.invalid. 1 3600 1200 604800 60"),
        Asking.answer(answers, "nas.home.example.", Type.SOA));
    for (String name : List.of("x.nas.home.example.", "home.example.", "example.", ".")) {
      assertNull(Asking.tryAnswer(answers, name, Type.A), name);
    }
  }

  @Test
  void severalRecordsOfOneTypeComeTogether() {
    assertEquals(
        List.of("nas.lan. 3600 A 192.168.1.5", "nas.lan. 3600 A 192.168.1.6"),
        Asking.answer(
            records(
                rr("nas.lan.", "A 192.168.1.5"),
                rr("nas.lan.", "A 192.168.1.6"),
                rr("nas.lan.", "A 192.168.1.5")),
            "nas.lan.",
            Type.A));
  }

  @Test
  void addressesHaveReverseRecords() {
    LocalAnswers answers =
        records(
            rr("nas.lan.", "60 A 192.168.1.5"),
            rr("other.lan.", "A 192.168.1.5"),
            rr("web.example.", "AAAA 2001:db8::7"),
            rr("*.wild.lan.", "A 192.168.1.6"),
            rr("8.1.168.192.in-addr.arpa.", "PTR named.lan."),
            rr("anything.lan.", "A 192.168.1.8"));
    assertEquals(
        List.of("5.1.168.192.in-addr.arpa. 60 PTR nas.lan."),
        Asking.answer(answers, "5.1.168.192.in-addr.arpa.", Type.PTR));
    String six = "7.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6.arpa.";
    assertEquals(List.of(six + " 3600 PTR web.example."), Asking.answer(answers, six, Type.PTR));
    assertEquals(
        List.of("8.1.168.192.in-addr.arpa. 3600 PTR named.lan."),
        Asking.answer(answers, "8.1.168.192.in-addr.arpa.", Type.PTR));
    assertEquals(
        "NXDOMAIN 168.192.in-addr.arpa. 60",
        Asking.negative(answers, "6.1.168.192.in-addr.arpa.", Type.PTR));
  }

  /** RFC 8020, the other way round: what is above an existing name exists. */
  @Test
  void namesBetweenAreThereInSpecialZones() {
    LocalAnswers answers =
        records(rr("nas.lan.", "A 192.168.1.5"), rr("printer.office.local.", "A 192.168.1.9"));
    assertEquals(
        "NODATA 168.192.in-addr.arpa. 60",
        Asking.negative(answers, "1.168.192.in-addr.arpa.", Type.PTR));
    assertEquals("NODATA local. 60", Asking.negative(answers, "local.", Type.A));
    assertEquals("NODATA local. 60", Asking.negative(answers, "office.local.", Type.A));
    assertEquals("NODATA local. 60", Asking.negative(answers, "printer.office.local.", Type.MX));
    assertEquals("NXDOMAIN local. 60", Asking.negative(answers, "x.office.local.", Type.A));
    assertEquals(
        "NODATA 168.192.in-addr.arpa. 60",
        Asking.negative(answers, "5.1.168.192.in-addr.arpa.", Type.A));
  }

  @Test
  void aSpecialNameWithRecordsOfItsOwnExists() {
    LocalAnswers answers = records(rr("internal.", "A 10.0.0.1"), rr("home.arpa.", "A 10.0.0.2"));
    assertEquals(List.of("internal. 3600 A 10.0.0.1"), Asking.answer(answers, "internal.", 1));
    assertEquals("NODATA internal. 60", Asking.negative(answers, "internal.", Type.MX));
    assertEquals("NXDOMAIN internal. 60", Asking.negative(answers, "x.internal.", Type.A));
    assertEquals(List.of("home.arpa. 3600 A 10.0.0.2"), Asking.answer(answers, "home.arpa.", 1));
    assertEquals("NODATA home.arpa. 60", Asking.negative(answers, "home.arpa.", Type.MX));
  }

  /** RFC 4592 sections 2.2.1 and 3.3.1, with its own example. */
  @Test
  void wildcards() {
    LocalAnswers answers =
        records(
            rr("*.example.", "TXT \"wildcard\""),
            rr("*.example.", "MX 10 host1.example."),
            rr("sub.*.example.", "TXT \"not a wildcard\""),
            rr("host1.example.", "A 192.0.2.1"),
            rr("_ssh._tcp.host1.example.", "SRV 0 0 22 host1.example."));
    assertEquals(
        List.of("host3.example. 3600 MX 10 host1.example."),
        Asking.answer(answers, "host3.example.", Type.MX));
    assertEquals("NODATA example. 60", Asking.negative(answers, "host3.example.", Type.A));
    assertEquals(
        List.of("foo.bar.example. 3600 TXT wildcard"),
        Asking.answer(answers, "foo.bar.example.", Type.TXT));
    assertEquals("NODATA example. 60", Asking.negative(answers, "host1.example.", Type.MX));
    assertEquals("NODATA example. 60", Asking.negative(answers, "_tcp.host1.example.", Type.TXT));
    assertEquals("NXDOMAIN example. 60", Asking.negative(answers, "x.host1.example.", Type.TXT));
    assertEquals(
        "NXDOMAIN example. 60", Asking.negative(answers, "_telnet._tcp.host1.example.", Type.SRV));
    assertEquals(
        List.of("*.example. 3600 TXT wildcard"), Asking.answer(answers, "*.example.", Type.TXT));
    assertEquals("NXDOMAIN example. 60", Asking.negative(answers, "ghost.*.example.", Type.MX));
    assertNull(Asking.tryAnswer(answers, "example.", Type.A), "the name itself is not ours");
  }

  @Test
  void wildcardsInSpecialZones() {
    LocalAnswers answers =
        records(rr("*.internal.", "A 10.0.0.1"), rr("*.dev.test.", "A 10.0.0.2"));
    assertEquals(List.of("x.internal. 3600 A 10.0.0.1"), Asking.answer(answers, "x.internal.", 1));
    assertEquals("NODATA internal. 60", Asking.negative(answers, "x.internal.", Type.MX));
    assertEquals("NODATA internal. 60", Asking.negative(answers, "internal.", Type.A));
    assertEquals(List.of("x.dev.test. 3600 A 10.0.0.2"), Asking.answer(answers, "x.dev.test.", 1));
    assertEquals("NODATA test. 60", Asking.negative(answers, "dev.test.", Type.A));
    assertEquals("NXDOMAIN test. 60", Asking.negative(answers, "x.test.", Type.A));
  }

  @Test
  void aliasesToWhatIsKnownAreFollowed() {
    LocalAnswers answers =
        records(
            rr("www.lan.", "60 CNAME web.lan."),
            rr("web.lan.", "CNAME x.pool.lan."),
            rr("*.pool.lan.", "A 192.168.1.5"));
    assertEquals(
        List.of(
            "www.lan. 60 CNAME web.lan.",
            "web.lan. 3600 CNAME x.pool.lan.",
            "x.pool.lan. 3600 A 192.168.1.5"),
        Asking.answer(answers, "www.lan.", Type.A));
    assertEquals(
        List.of("www.lan. 60 CNAME web.lan."), Asking.answer(answers, "www.lan.", Type.CNAME));
    Message noData = Asking.ask(answers, "www.lan.", Type.MX);
    assertEquals(Rcode.NOERROR, noData.getRcode());
    assertEquals(2, noData.getSection(Section.ANSWER).size());
    assertEquals("x.pool.lan.", noData.getSection(Section.AUTHORITY).getFirst().getName() + "");
  }

  @Test
  void aliasesToHostsNamesAreFollowed() {
    LocalNamesBuilder builder = new LocalNamesBuilder(true, List.of());
    builder.addRecords(List.of(rr("www.lan.", "CNAME nas.lan.")));
    host(builder, 0, "nas.lan.", "c0a80105");
    assertEquals(
        List.of("www.lan. 3600 CNAME nas.lan.", "nas.lan. 60 A 192.168.1.5"),
        Asking.answer(answers(builder), "www.lan.", Type.A));
  }

  @Test
  void aLoopOfAliasesEnds() {
    LocalAnswers answers = records(rr("a.lan.", "CNAME b.lan."), rr("b.lan.", "CNAME a.lan."));
    assertEquals(Rcode.SERVFAIL, Asking.ask(answers, "a.lan.", Type.A).getRcode());
    assertThrows(
        ResolutionException.class, () -> answers.find(Name.fromConstantString("a.lan."), Type.A));
    assertEquals(List.of("a.lan. 3600 CNAME b.lan."), Asking.answer(answers, "a.lan.", Type.CNAME));
  }

  @Test
  void aChainOfAliasesHasAtMostEight() {
    List<OwnedRr> chain = new ArrayList<>(List.of(rr("a0.lan.", "A 192.168.1.5")));
    for (int i = 1; i <= 9; i++) {
      chain.add(rr("a" + i + ".lan.", "CNAME a" + (i - 1) + ".lan."));
    }
    LocalAnswers answers = records(chain.toArray(new OwnedRr[0]));
    assertEquals(9, Asking.answer(answers, "a8.lan.", Type.A).size());
    assertEquals(Rcode.SERVFAIL, Asking.ask(answers, "a9.lan.", Type.A).getRcode());
  }

  @Test
  void otherAliasesAreLeftToTheSlowLane() throws Exception {
    LocalAnswers answers =
        records(
            rr("www.lan.", "CNAME cdn.example.net."),
            rr("*.cdn.lan.", "60 CNAME cdn.example.net."));
    assertSame(AnswerSource.SLOW_LANE, Asking.tryAnswer(answers, "www.lan.", Type.A));
    assertSame(AnswerSource.SLOW_LANE, Asking.tryAnswer(answers, "x.cdn.lan.", Type.AAAA));
    assertEquals(
        List.of("www.lan. 3600 CNAME cdn.example.net."),
        Asking.answer(answers, "www.lan.", Type.CNAME));
    Found.Alias alias =
        assertInstanceOf(
            Found.Alias.class, answers.find(Name.fromConstantString("x.cdn.lan."), Type.A));
    assertEquals("cdn.example.net.", alias.target().toString());
    assertEquals(List.of("x.cdn.lan.\t\t60\tIN\tCNAME\tcdn.example.net."), texts(alias.chain()));
    assertInstanceOf(
        Found.Unknown.class, answers.find(Name.fromConstantString("example.net."), Type.A));
    Found.Answered answered =
        assertInstanceOf(
            Found.Answered.class, answers.find(Name.fromConstantString("x.local."), Type.A));
    assertEquals(Rcode.NXDOMAIN, answered.answer().rcode());
    assertEquals(1, answered.answer().authority().size());
  }

  /** RFC 6672 section 2.2. */
  @Test
  void aDnameStandsForEverythingBelowIt() throws Exception {
    LocalAnswers answers = records(rr("old.lan.", "DNAME new.example.net."));
    assertSame(AnswerSource.SLOW_LANE, Asking.tryAnswer(answers, "b.a.old.lan.", Type.A));
    Found.Alias alias =
        assertInstanceOf(
            Found.Alias.class, answers.find(Name.fromConstantString("b.a.old.lan."), Type.A));
    assertEquals("b.a.new.example.net.", alias.target().toString());
    assertEquals(
        List.of(
            "old.lan.\t\t3600\tIN\tDNAME\tnew.example.net.",
            "b.a.old.lan.\t\t3600\tIN\tCNAME\tb.a.new.example.net."),
        texts(alias.chain()));
    assertEquals(
        List.of("old.lan. 3600 DNAME new.example.net."),
        Asking.answer(answers, "old.lan.", Type.DNAME));
    assertEquals("NODATA old.lan. 60", Asking.negative(answers, "old.lan.", Type.A));
    String longest = "a.".repeat(122) + "old.lan.";
    Found.Answered tooLong =
        assertInstanceOf(
            Found.Answered.class, answers.find(Name.fromConstantString(longest), Type.A));
    assertEquals(Rcode.YXDOMAIN, tooLong.answer().rcode());
    assertEquals(
        List.of("old.lan.\t\t3600\tIN\tDNAME\tnew.example.net."),
        texts(tooLong.answer().answers()));
  }

  private static List<String> texts(List<Record> records) {
    return records.stream().map(Record::toString).toList();
  }

  @Test
  void hostsNamesHaveTheirAddressesAndTheFirstIsTheReverseOne() {
    LocalNamesBuilder builder = new LocalNamesBuilder(true, List.of());
    host(builder, 0, "nas.lan.", "c0a80105");
    host(builder, 0, "NAS.", "c0a80105");
    host(builder, 0, "nas.lan.", "c0a80106");
    host(builder, 0, "nas.lan.", "20010db8000000000000000000000007");
    host(builder, 1, "nas.lan.", "0a000001");
    LocalAnswers answers = answers(builder);
    assertEquals(
        List.of("nas.lan. 60 A 192.168.1.5", "nas.lan. 60 A 192.168.1.6"),
        Asking.answer(answers, "nas.lan.", Type.A));
    assertEquals(
        List.of("nas.lan. 60 AAAA 2001:db8:0:0:0:0:0:7"),
        Asking.answer(answers, "nas.lan.", Type.AAAA));
    assertEquals(List.of("nas. 60 A 192.168.1.5"), Asking.answer(answers, "nas.", Type.A));
    assertEquals(
        List.of("5.1.168.192.in-addr.arpa. 60 PTR nas.lan."),
        Asking.answer(answers, "5.1.168.192.in-addr.arpa.", Type.PTR));
    assertEquals(
        "NXDOMAIN 10.in-addr.arpa. 60",
        Asking.negative(answers, "1.0.0.10.in-addr.arpa.", Type.PTR));
    assertEquals(new LocalAnswers.Size(0, 2), answers.size());
  }

  @Test
  void theUnspecifiedAddressHasNoName() {
    LocalNamesBuilder builder = new LocalNamesBuilder(true, List.of());
    host(builder, 0, "ads.example.", "00000000");
    LocalAnswers answers = answers(builder);
    assertEquals(List.of("ads.example. 60 A 0.0.0.0"), Asking.answer(answers, "ads.example.", 1));
    assertEquals(
        "NXDOMAIN 0.in-addr.arpa. 60", Asking.negative(answers, "0.0.0.0.in-addr.arpa.", Type.PTR));
  }

  /** Local records, then hosts files in their order, then special-use names; by type. */
  @Test
  void whatCountsMore() {
    LocalNamesBuilder builder = new LocalNamesBuilder(true, List.of());
    builder.addRecords(
        List.of(rr("a.internal.", "A 10.0.0.1"), rr("b.internal.", "CNAME a.internal.")));
    host(builder, 0, "a.internal.", "0a000002");
    host(builder, 0, "a.internal.", "fd000000000000000000000000000002");
    host(builder, 0, "b.internal.", "0a000003");
    host(builder, 0, "c.internal.", "0a000004");
    host(builder, 1, "c.internal.", "0a000005");
    host(builder, 1, "d.internal.", "0a000001");
    LocalAnswers answers = answers(builder);
    assertEquals(List.of("a.internal. 3600 A 10.0.0.1"), Asking.answer(answers, "a.internal.", 1));
    assertEquals(
        List.of("a.internal. 60 AAAA fd00:0:0:0:0:0:0:2"),
        Asking.answer(answers, "a.internal.", Type.AAAA));
    assertEquals(
        List.of("b.internal. 3600 CNAME a.internal.", "a.internal. 3600 A 10.0.0.1"),
        Asking.answer(answers, "b.internal.", Type.A));
    assertEquals(List.of("c.internal. 60 A 10.0.0.4"), Asking.answer(answers, "c.internal.", 1));
    assertEquals(
        List.of("1.0.0.10.in-addr.arpa. 3600 PTR a.internal."),
        Asking.answer(answers, "1.0.0.10.in-addr.arpa.", Type.PTR));
    assertEquals("NXDOMAIN internal. 60", Asking.negative(answers, "e.internal.", Type.A));
    assertEquals(
        "NXDOMAIN 10.in-addr.arpa. 60",
        Asking.negative(answers, "3.0.0.10.in-addr.arpa.", Type.PTR),
        "b.internal is an alias: the address in the hosts file is not its own");
  }

  @Test
  void keptNamesStay() {
    LocalNamesBuilder builder = new LocalNamesBuilder(true, List.of());
    for (SpecialName row : SpecialNames.TABLE) {
      assertEquals(row.kept(), builder.isKept(row.name()), row::toString);
      assertEquals(row.kept(), builder.isKept(Name.fromConstantString("x." + row.name())));
    }
    host(builder, 0, "me.lan.", "7f000001");
    LocalAnswers answers = answers(builder);
    assertEquals(List.of("me.lan. 60 A 127.0.0.1"), Asking.answer(answers, "me.lan.", Type.A));
    assertEquals(
        List.of("1.0.0.127.in-addr.arpa. 10800 PTR localhost."),
        Asking.answer(answers, "1.0.0.127.in-addr.arpa.", Type.PTR));
    assertFalse(
        new LocalNamesBuilder(false, List.of()).isKept(Name.fromConstantString("localhost.")));
  }

  /** A network's suffix counts more than anything here, also one that was joined just now. */
  @Test
  void theRegistryCountsMore() {
    networks.join("home.alt.", "home.arpa.", "b.corp.internal.");
    LocalAnswers answers = records(rr("nas.late.internal.", "A 192.168.1.5"));
    for (String name :
        List.of("home.alt.", "x.home.alt.", "home.arpa.", "x.HOME.arpa.", "b.corp.internal.")) {
      assertNull(Asking.tryAnswer(answers, name, Type.A), name);
    }
    assertEquals("NODATA alt. 60", Asking.negative(answers, "alt.", Type.A));
    assertEquals("NODATA internal. 60", Asking.negative(answers, "corp.internal.", Type.A));
    assertEquals("NXDOMAIN alt. 60", Asking.negative(answers, "other.alt.", Type.A));
    assertEquals("NXDOMAIN internal. 60", Asking.negative(answers, "c.corp.internal.", Type.A));
    networks.join("late.internal.");
    assertNull(Asking.tryAnswer(answers, "nas.late.internal.", Type.A));
    assertEquals("NXDOMAIN alt. 60", Asking.negative(answers, "x.home.alt.", Type.A));
  }

  /** An alias into the registry is never answered from what was known when it was written. */
  @Test
  void anAliasIntoTheRegistryGoesTheSlowWay() {
    networks.join("home.alt.");
    LocalAnswers answers = records(rr("www.lan.", "CNAME blog.home.alt."));
    assertSame(AnswerSource.SLOW_LANE, Asking.tryAnswer(answers, "www.lan.", Type.A));
    LocalNamesBuilder builder = new LocalNamesBuilder(true, List.of());
    builder.addRecords(
        List.of(rr("www.lan.", "CNAME nas.home.alt."), rr("nas.home.alt.", "A 192.168.1.5")));
    assertSame(
        AnswerSource.SLOW_LANE,
        Asking.tryAnswer(answers(builder), "www.lan.", Type.A),
        "a record from before the network was joined");
  }

  /** RFC 8482; but what does not exist does not exist. */
  @Test
  void anyGetsLittle() {
    networks.join("home.alt.");
    LocalAnswers answers =
        records(rr("nas.lan.", "A 192.168.1.5"), rr("www.lan.", "CNAME example.net."));
    for (String name :
        List.of("nas.lan.", "www.lan.", "localhost.", "example.com.", "home.arpa.")) {
      assertEquals(
          List.of(name + " 3600 HINFO \"RFC8482\" \"\""), Asking.answer(answers, name, Type.ANY));
    }
    assertEquals("NXDOMAIN local. 60", Asking.negative(answers, "x.local.", Type.ANY));
    assertNull(Asking.tryAnswer(answers, "x.home.alt.", Type.ANY), "only the registry knows");
  }

  /** Every question passes here first. */
  @Test
  void lookingUpAllocatesNothing() {
    networks.join("home.alt.");
    LocalNamesBuilder builder = new LocalNamesBuilder(true, List.of());
    builder.addRecords(List.of(rr("*.dev.lan.", "A 192.168.1.5")));
    for (int i = 0; i < 1000; i++) {
      host(builder, 0, "ads" + i + ".example.", "00000000");
    }
    LocalAnswers answers = answers(builder);
    List<WireQuestion> questions =
        List.of(
            Asking.question("www.example.com.", Type.A),
            Asking.question("a.b.c.d.e.f.example.", Type.A),
            Asking.question("ads7.example.", Type.A),
            Asking.question("ads7.example.", Type.HTTPS),
            Asking.question("x.dev.lan.", Type.A),
            Asking.question("nobody.local.", Type.A),
            Asking.question("x.home.alt.", Type.A),
            Asking.question("5.1.168.192.in-addr.arpa.", Type.PTR));
    for (int i = 0; i < 20_000; i++) {
      askAll(answers, questions);
    }
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    for (int i = 0; i < 1000; i++) {
      askAll(answers, questions);
    }
    long perQuestion = (threads.getCurrentThreadAllocatedBytes() - before) / 8000;
    assertEquals(0, perQuestion, "bytes per question");
  }

  private static void askAll(LocalAnswers answers, List<WireQuestion> questions) {
    for (int i = 0; i < questions.size(); i++) {
      answers.tryAnswer(questions.get(i));
    }
  }

  /** Whoever has upstreams for {@code corp.internal} wants what they say of it. */
  @Test
  void domainsWithUpstreamsOfTheirOwnAreNoSpecialNames() {
    List<Name> routed =
        List.of(
            Name.fromConstantString("corp.internal."),
            Name.fromConstantString("168.192.in-addr.arpa."));
    LocalNamesBuilder builder = new LocalNamesBuilder(true, routed);
    builder.addRecords(List.of(rr("nas.corp.internal.", "A 192.0.2.5")));
    LocalAnswers answers = answers(builder);
    for (String name : List.of("corp.internal.", "git.corp.internal.", "168.192.in-addr.arpa.")) {
      assertNull(Asking.tryAnswer(answers, name, Type.A), name);
      assertNull(Asking.tryAnswer(answers, name, Type.SOA), name);
    }
    assertNull(Asking.tryAnswer(answers, "1.1.168.192.in-addr.arpa.", Type.PTR));
    assertEquals(
        List.of("nas.corp.internal. 3600 A 192.0.2.5"),
        Asking.answer(answers, "nas.corp.internal.", Type.A));
    assertEquals("NXDOMAIN internal. 60", Asking.negative(answers, "other.internal.", Type.A));
    assertEquals(
        "NODATA nas.corp.internal. 60", Asking.negative(answers, "nas.corp.internal.", Type.TXT));
  }
}
