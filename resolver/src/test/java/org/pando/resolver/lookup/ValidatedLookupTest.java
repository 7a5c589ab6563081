package org.pando.resolver.lookup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.pando.resolver.lookup.Messages.message;
import static org.pando.resolver.lookup.Messages.query;
import static org.pando.resolver.lookup.Messages.text;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.pando.resolver.answer.Answer;
import org.pando.resolver.answer.Deadline;
import org.pando.resolver.answer.Failure;
import org.pando.resolver.answer.ResolutionException;
import org.xbill.DNS.ExtendedErrorCodeOption;
import org.xbill.DNS.Message;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

class ValidatedLookupTest {
  private final List<String> asked = new ArrayList<>();

  /** Looks up with a server that answers each name as written. */
  private Answer resolve(String name, Map<String, Message> server) throws Exception {
    ValidatedLookup lookup =
        new ValidatedLookup(
            (query, deadline) -> {
              asked.add(query.name().toString());
              return Objects.requireNonNull(server.get(query.name().toString()));
            },
            registryName -> false);
    return lookup.resolve(query(name, Type.A), Deadline.in(Duration.ofSeconds(1), () -> 0));
  }

  @Test
  void theEndOfAChainIsAskedForWhenItIsMissing() throws Exception {
    Answer answer =
        resolve(
            "a.example.",
            Map.of(
                "a.example.", message("a.example. 60 IN CNAME b.example.", ""),
                "b.example.", message("b.example. 60 IN A 192.0.2.1", "")));
    assertEquals(List.of("a.example. 60 CNAME", "b.example. 60 A"), text(answer.answers()));
    assertEquals(List.of("a.example.", "b.example."), asked);
  }

  @Test
  void whatAServerSaysToBeStaleIsStale() throws Exception {
    Message stale = message("b.example. 60 IN A 192.0.2.1", "");
    stale.addRecord(
        new OPTRecord(1232, 0, 0, 0, new ExtendedErrorCodeOption(3, "theirs")), Section.ADDITIONAL);
    Answer answer =
        resolve(
            "a.example.",
            Map.of(
                "a.example.",
                message("a.example. 60 IN CNAME b.example.", ""),
                "b.example.",
                stale));
    assertTrue(answer.isStale());
    Message blocked = message("b.example. 60 IN A 192.0.2.1", "");
    blocked.addRecord(
        new OPTRecord(1232, 0, 0, 0, new ExtendedErrorCodeOption(15, "theirs")),
        Section.ADDITIONAL);
    assertFalse(resolve("b.example.", Map.of("b.example.", blocked)).isStale());
  }

  @Test
  void aWholeChainIsAskedForOnce() throws Exception {
    String chain = "a.example. 60 IN CNAME b.example.\nb.example. 60 IN A 192.0.2.1";
    resolve("a.example.", Map.of("a.example.", message(chain, "")));
    assertEquals(List.of("a.example."), asked);
  }

  @Test
  void aCircleOverSeveralMessagesEnds() throws Exception {
    Map<String, Message> circle =
        Map.of(
            "a.example.", message("a.example. 60 IN CNAME b.example.", ""),
            "b.example.", message("b.example. 60 IN CNAME a.example.", ""));
    ResolutionException e =
        assertThrows(ResolutionException.class, () -> resolve("a.example.", circle));
    assertEquals(Failure.ALIAS_LOOP, e.failure());
    assertEquals(Scrubber.MAX_ALIASES, asked.size());
  }
}
