package org.pando.resolver.conformance;

import static org.pando.resolver.conformance.Client.fresh;
import static org.pando.resolver.conformance.Client.question;

import java.net.DatagramSocket;
import java.util.List;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Type;

/** What becomes of questions that the upstream never answers, and of the others meanwhile. */
final class SilenceRules {
  /** More than any one client may have under way anywhere. */
  private static final int FLOOD = 3_000;

  private static final int FLOOD_STEP = 20;
  private static final Name LOCALHOST = Name.fromConstantString("localhost.");
  private static final String FLOODER = "127.0.0.99";
  private static final String ADDRESS = "A 192.0.2.1";
  private static final int SOON_MILLIS = 1_000;
  private static final int GIVEN_UP_MILLIS = 10_000;

  static final List<Rule> RULES =
      List.of(
          Rule.of(
              "silence of the upstream is SERVFAIL within 10 s, and says why",
              "RFC 1035 7.1, RFC 8914 4.23",
              client -> {
                Message question = question(fresh("silent"), Type.A);
                Message reply = client.patient(GIVEN_UP_MILLIS).udp(EdnsRules.with(question, 0));
                Replies.rcode(reply, Rcode.SERVFAIL);
                Replies.saysWhy(reply);
              }),
          Rule.of(
              "3000 questions that are not answered hold up no cached answer",
              "RFC 1035 7.1",
              client -> {
                Name cached = fresh("plain");
                Replies.answer(client.udp(question(cached, Type.A)), ADDRESS);
                try (DatagramSocket _ = flood(client)) {
                  Replies.answer(
                      client.patient(SOON_MILLIS).udp(question(cached, Type.A)), ADDRESS);
                }
              }),
          Rule.of(
              "3000 questions that are not answered hold up no other client",
              "RFC 1035 7.1",
              client -> {
                try (DatagramSocket _ = flood(client)) {
                  Replies.answer(client.udp(question(fresh("plain"), Type.A)), ADDRESS);
                }
              }),
          Rule.of(
              "of 3000 questions at once from one client, some are refused at once",
              "RFC 1035 7.1",
              client -> {
                try (DatagramSocket flood = flood(client)) {
                  Message reply = new Message(Client.receiveAny(flood, SOON_MILLIS));
                  Replies.rcode(reply, Rcode.SERVFAIL, Rcode.REFUSED);
                }
              }));

  private SilenceRules() {}

  /** Has a client ask what is never answered; its replies come to the socket. */
  private static DatagramSocket flood(Client client) throws Exception {
    DatagramSocket socket = client.from(FLOODER).socket();
    for (int id = 0; id < FLOOD; id++) {
      Message question = question(fresh("silent"), Type.A);
      question.getHeader().setID(id);
      Client.send(socket, question.toWire());
      if (id % FLOOD_STEP == 0) {
        // Read up to here: a receive buffer that runs over would lose questions.
        Replies.rcode(client.udp(question(LOCALHOST, Type.A)), Rcode.NOERROR);
      }
    }
    return socket;
  }
}
