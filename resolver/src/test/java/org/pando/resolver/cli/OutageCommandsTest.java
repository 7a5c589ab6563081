package org.pando.resolver.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonParser;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.pando.resolver.control.ControlException;
import org.pando.resolver.control.DrillService;
import org.pando.resolver.control.QuestionFeed.Page;
import org.pando.resolver.control.QuestionFeed.Question;
import org.pando.resolver.control.UpstreamsReport.Upstream;

/** {@code pando upstreams}, {@code log} and {@code drill} against a node, over a real socket. */
@Timeout(60)
class OutageCommandsTest extends WithNode {
  @BeforeEach
  void start() throws IOException {
    node.upstreams =
        List.of(
            new Upstream(
                null,
                "quad9",
                "https",
                "9.9.9.9:443",
                "well",
                "",
                Duration.ofMinutes(5),
                Duration.ofMillis(12),
                0.1,
                40,
                30),
            new Upstream(
                null,
                "google",
                "udp",
                "8.8.8.8:53",
                "down",
                "no reply",
                Duration.ofSeconds(12),
                null,
                0,
                12,
                10),
            new Upstream(
                "corp.internal",
                "office",
                "udp",
                "10.0.0.1:53",
                "well",
                "",
                Duration.ofDays(2),
                Duration.ofMillis(3),
                0,
                0,
                0));
  }

  @Test
  void upstreamsAreShownWithTheirStateAndWhy() throws Exception {
    run("upstreams");
    assertEquals(
        """
        quad9   https  9.9.9.9:443  well  12 ms  75 % of answers  10 % sent again
        google  udp    8.8.8.8:53   down  -      25 % of answers  for 12 s · no reply
        for names below corp.internal
          office  udp  10.0.0.1:53  well  3 ms  0 % of answers
        """,
        terminal.out);
    assertEquals("", terminal.err);
    run("upstreams", "--json");
    assertTrue(
        terminal.out.startsWith(
            "{\"version\":1,\"upstreams\":[{\"operator\":\"quad9\",\"transport\":\"https\","),
        terminal.out);
  }

  @Test
  void whenNoneIsWellOrThereThatIsSaid() throws Exception {
    node.upstreams = node.upstreams.subList(1, 3);
    run("upstreams");
    assertEquals("none of them is well: names are answered from the cache only\n", terminal.err);
    node.upstreams = List.of();
    run("upstreams");
    assertEquals(
        "no upstream for names in general; see [[upstream]] in the configuration\n", terminal.err);
  }

  private static Question question(String name) {
    return new Question(
        Instant.parse("2026-11-25T18:00:07.250Z"),
        name,
        "A",
        "192.168.1.7",
        "udp",
        "cache",
        "NOERROR",
        Duration.ofNanos(81_000));
  }

  @Test
  void theLogGoesOnWhereItWasUntilSoManyWereShown() throws Exception {
    node.questions.add(new Page(List.of(question("a.example.")), 0, 8));
    node.questions.add(new Page(List.of(), 0, 8));
    node.questions.add(new Page(List.of(question("bb.example."), question("a.example.")), 2, 12));
    run("log", "--count", "2");
    assertEquals(
        """
        18:00:07.250Z  192.168.1.7  a.example. A  NOERROR  cache  0.081 ms
        18:00:07.250Z  192.168.1.7  bb.example. A  NOERROR  cache  0.081 ms
        """,
        terminal.out);
    assertEquals("2 questions came too fast to be shown\n", terminal.err);
    assertEquals(
        List.of("questions from null", "questions from 7", "questions from 8", "questions from 8"),
        node.seen);
  }

  @Test
  void theLogAsJsonIsOneObjectALine() throws Exception {
    node.questions.add(new Page(List.of(question("a.example."), question("b.example.")), 0, 9));
    run("log", "--count", "2", "--json");
    List<String> lines = terminal.out.lines().toList();
    assertEquals(2, lines.size());
    var object = JsonParser.parseString(lines.getLast()).getAsJsonObject();
    assertEquals(1, object.get("version").getAsInt());
    assertEquals("b.example.", object.get("name").getAsString());
    assertEquals(0.081, object.get("elapsedMillis").getAsDouble());
  }

  @Test
  void everyOperatorIsRehearsedInTurnUnlessTold() throws Exception {
    run("drill");
    assertEquals(
        List.of(
            new DrillService.Outage("quad9", "blackhole", "5s", List.of()),
            new DrillService.Outage("google", "blackhole", "5s", List.of())),
        node.seen);
    assertEquals(
        """
        quad9 silent, 100 questions
          only quad9   100 would have failed
          this node    0 would have failed · half of the answers within 12.0 ms, the slowest after 170.0 ms
          answered by  google 61 · the cache 39
        google silent, 100 questions
          only google  100 would have failed
          this node    0 would have failed · half of the answers within 12.0 ms, the slowest after 170.0 ms
          answered by  google 61 · the cache 39
        """,
        terminal.out);
    node.seen.clear();
    run("drill www.example --operator google --mode slow --mode clock --for 30s --json".split(" "));
    assertEquals(
        List.of(
            new DrillService.Outage("google", "slow", "30s", List.of("www.example")),
            new DrillService.Outage("google", "clock", "30s", List.of("www.example"))),
        node.seen);
    assertEquals(2, terminal.out.lines().count());
  }

  @Test
  void whatWouldFailIsSaidAndIsTheExitStatus() throws Exception {
    node.unanswered =
        List.of(new DrillService.Failure("www.example.", "A", "no upstream answered in time"));
    assertEquals(1, terminal.run("drill", "--operator", "google"));
    assertTrue(
        terminal.out.contains("\n  failed       www.example. A: no upstream answered in time\n"),
        terminal.out);
    assertEquals(
        "pando: 1 question would have failed; add upstreams of other operators, see pando"
            + " upstreams\n",
        terminal.err);
  }

  @Test
  void aNodeThatCannotRehearseSaysWhy() throws Exception {
    node.failure =
        new ControlException(
            ControlException.Kind.CONFLICT, "another rehearsal is under way; wait");
    assertEquals(4, terminal.run("drill"));
    assertEquals("pando: another rehearsal is under way; wait\n", terminal.err);
  }
}
