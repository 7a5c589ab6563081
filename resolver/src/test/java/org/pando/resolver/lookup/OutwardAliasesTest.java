package org.pando.resolver.lookup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.pando.resolver.answer.Answer;
import org.pando.resolver.answer.Deadline;
import org.pando.resolver.answer.ExtendedError;
import org.pando.resolver.answer.Failure;
import org.pando.resolver.answer.OwnNames;
import org.pando.resolver.answer.Query;
import org.pando.resolver.answer.ResolutionException;
import org.pando.resolver.answer.Step;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Type;

class OutwardAliasesTest {
  /** Aliases and addresses that a test writes down. */
  private static final class Own implements OwnNames {
    private final Step step;
    private final Map<Name, Found> names = new HashMap<>();

    private Own(Step step) {
      this.step = step;
    }

    @Override
    public Step step() {
      return step;
    }

    @Override
    public Found find(Name name, int type) {
      return names.getOrDefault(name, new Found.Unknown());
    }

    void alias(String from, String to) {
      Name name = Name.fromConstantString(from);
      Name target = Name.fromConstantString(to);
      names.put(
          name, new Found.Alias(List.of(new CNAMERecord(name, DClass.IN, 60, target)), target));
    }

    void answer(String name, Answer answer) {
      names.put(Name.fromConstantString(name), new Found.Answered(answer));
    }
  }

  private final Own local = new Own(Step.LOCAL);
  private final Own registry = new Own(Step.REGISTRY);
  private final List<String> asked = new ArrayList<>();
  private final List<String> trace = new ArrayList<>();
  private final OutwardAliases aliases =
      new OutwardAliases(
          List.of(local, registry),
          (query, deadline) -> {
            asked.add(query.name().toString());
            return address(query.name());
          });

  private static Answer address(Name name) {
    return new Answer(
        Rcode.NOERROR,
        List.of(new ARecord(name, DClass.IN, 60, InetAddress.ofLiteral("192.0.2.1"))),
        List.of(),
        Answer.Validation.NOT_VALIDATED);
  }

  private static Answer noName(String zone) {
    Name name = Name.fromConstantString(zone);
    return new Answer(
        Rcode.NXDOMAIN,
        List.of(),
        List.of(new SOARecord(name, DClass.IN, 60, name, name, 1, 1, 1, 1, 60)),
        Answer.Validation.NOT_VALIDATED);
  }

  private Answer resolve(String name) throws Exception {
    Query query =
        new Query(
            Name.fromConstantString(name),
            Type.A,
            false,
            (step, answered, detail) -> trace.add(step.text() + ": " + detail));
    return aliases.resolve(query, Deadline.in(Duration.ofSeconds(1), () -> 0));
  }

  private static List<String> lines(Answer answer) {
    return answer.answers().stream().map(r -> r.getName() + " " + r.rdataToString()).toList();
  }

  @Test
  void aNameOfSomebodyElsePassesThrough() throws Exception {
    assertEquals(List.of("example.com. 192.0.2.1"), lines(resolve("example.com.")));
    assertEquals(List.of(), trace);
  }

  @Test
  void fromOneToTheOtherAndOut() throws Exception {
    local.alias("a.lan.", "b.home.alt.");
    registry.alias("b.home.alt.", "c.lan.");
    local.alias("c.lan.", "example.com.");
    assertEquals(
        List.of(
            "a.lan. b.home.alt.",
            "b.home.alt. c.lan.",
            "c.lan. example.com.",
            "example.com. 192.0.2.1"),
        lines(resolve("a.lan.")));
    assertEquals(List.of("example.com."), asked);
    assertEquals(
        List.of(
            "local names: alias to b.home.alt.",
            "registry: alias to c.lan.",
            "local names: alias to example.com."),
        trace);
  }

  @Test
  void anAliasKeepsWhatIsSaidOfItsEnd() throws Exception {
    ExtendedError stale = new ExtendedError(ExtendedError.Code.STALE_ANSWER, "");
    Answer end = address(Name.fromConstantString("example.com."));
    local.alias("a.lan.", "example.com.");
    registry.answer(
        "example.com.",
        new Answer(end.rcode(), end.answers(), end.authority(), end.validation(), stale));
    assertEquals(stale, resolve("a.lan.").error());
  }

  @Test
  void whatIsKnownHereIsAskedOfNobody() throws Exception {
    registry.alias("a.home.alt.", "x.local.");
    local.answer("x.local.", noName("local."));
    Answer answer = resolve("a.home.alt.");
    assertEquals(Rcode.NXDOMAIN, answer.rcode());
    assertEquals(List.of("a.home.alt. x.local."), lines(answer));
    assertEquals(1, answer.authority().size());
    assertEquals(List.of(), asked);
  }

  /** As after a hosts file has got the name since the fast lane looked. */
  @Test
  void anAnswerIsGivenAsItIs() throws Exception {
    Answer answer = address(Name.fromConstantString("nas.lan."));
    local.answer("nas.lan.", answer);
    assertSame(answer, resolve("nas.lan."));
    assertEquals(List.of(), asked);
  }

  @Test
  void aLoopEnds() {
    local.alias("a.lan.", "b.home.alt.");
    registry.alias("b.home.alt.", "a.lan.");
    ResolutionException e = assertThrows(ResolutionException.class, () -> resolve("a.lan."));
    assertEquals("more than 8 aliases in a row", e.getMessage());
    assertEquals(Failure.ALIAS_LOOP, e.failure());
    assertEquals(9, trace.size());
    assertEquals(List.of(), asked);
  }
}
