package org.pando.resolver.conformance;

import static org.pando.resolver.conformance.Client.fresh;
import static org.pando.resolver.conformance.Client.question;
import static org.pando.resolver.conformance.Violation.unless;
import static org.pando.resolver.conformance.Violation.unlessEqual;

import java.util.List;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Type;

/** What a failure of the upstream does and does not do; questions that share one look-up. */
final class FailureRules {
  private static final String ADDRESS = "A 192.0.2.1";
  private static final int FOLLOWERS = 10;
  private static final int LONGEST_MEMORY_MILLIS = 30_000;

  static final List<Rule> RULES =
      List.of(
          Rule.of(
              "SERVFAIL of the upstream is SERVFAIL",
              "RFC 1035 4.1.1",
              client ->
                  Replies.rcode(client.udp(question(fresh("servfail"), Type.A)), Rcode.SERVFAIL)),
          Rule.of(
              "REFUSED of the upstream is no answer",
              "RFC 1035 4.1.1",
              client ->
                  Replies.rcode(
                      client.udp(question(fresh("refused"), Type.A)),
                      Rcode.SERVFAIL,
                      Rcode.REFUSED)),
          Rule.of(
              "a failure is remembered for a second or more",
              "RFC 9520 3.2",
              client -> {
                Name name = fresh("servfail");
                client.udp(question(name, Type.A));
                int asked = client.upstream().asked(name).size();
                Replies.rcode(client.udp(question(name, Type.A)), Rcode.SERVFAIL);
                unlessEqual(asked, client.upstream().asked(name).size(), "questions upstream");
              }),
          Rule.of(
              "a failure is forgotten after 30 s at the latest",
              "RFC 9520 3.2",
              client -> {
                Name name = fresh("plain");
                client.upstream().fail(name);
                Replies.rcode(client.udp(question(name, Type.A)), Rcode.SERVFAIL);
                client.upstream().mend(name);
                Replies.unlessWithin(
                    LONGEST_MEMORY_MILLIS,
                    () -> !Replies.answers(client.udp(question(name, Type.A))).isEmpty(),
                    "it is not asked for again");
              }),
          Rule.of(
              "a failure for one type hides no answer for another",
              "RFC 9520 3.2",
              client -> {
                Name name = fresh("plain");
                Replies.answer(client.udp(question(name, Type.A)), ADDRESS);
                client.upstream().fail(name);
                Replies.rcode(client.udp(question(name, Type.TXT)), Rcode.SERVFAIL);
                Replies.answer(client.udp(question(name, Type.A)), ADDRESS);
              }),
          Rule.of(
              "an answer is given while the upstream fails",
              "RFC 1034 5.3.3",
              client -> {
                Name name = fresh("count");
                List<String> first = Replies.answers(client.udp(question(name, Type.A)));
                client.upstream().fail(name);
                unlessEqual(
                    first, Replies.answers(client.udp(question(name, Type.A))), "second answer");
              }),
          Rule.of(
              "questions for one name at once are one question to the upstream",
              "RFC 5452 5",
              FailureRules::oneQuestionForMany),
          Rule.of(
              "who leaves takes the answer from nobody who asked the same",
              "RFC 7766 6.2.4",
              FailureRules::leaverHarmsNobody));

  private FailureRules() {}

  private static void oneQuestionForMany(Client client) throws Exception {
    Name name = fresh("plain");
    client.upstream().hold(name);
    try (Stream stream = client.tcp()) {
      for (int id = 0; id < FOLLOWERS; id++) {
        Message question = question(name, Type.A);
        question.getHeader().setID(id);
        stream.send(question.toWire());
      }
      stream.send(question(fresh("plain"), Type.A).toWire());
      Replies.answer(stream.receive(), ADDRESS);
      unless(!client.upstream().asked(name).isEmpty(), "it was not asked for");
      long ids = distinctIds(client, name);
      client.upstream().release(name);
      for (int i = 0; i < FOLLOWERS; i++) {
        Replies.answer(stream.receive(), ADDRESS);
      }
      unlessEqual(1L, ids, "different questions upstream");
    } finally {
      client.upstream().release(name);
    }
  }

  private static void leaverHarmsNobody(Client client) throws Exception {
    Name name = fresh("plain");
    client.upstream().hold(name);
    try (Stream stays = client.tcp()) {
      try (Stream leaves = client.tcp()) {
        leaves.send(question(name, Type.A).toWire());
        Replies.unlessWithin(
            5_000, () -> !client.upstream().asked(name).isEmpty(), "it was not asked for");
        stays.send(question(name, Type.A).toWire());
      }
      client.upstream().release(name);
      Replies.answer(stays.receive(), ADDRESS);
    } finally {
      client.upstream().release(name);
    }
  }

  /** A question may be sent again when its packet seems lost: then it has the same id. */
  private static long distinctIds(Client client, Name name) {
    return client.upstream().asked(name).stream()
        .map(m -> m.getHeader().getID())
        .distinct()
        .count();
  }
}
