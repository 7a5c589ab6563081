package org.pando.resolver.conformance;

import static org.pando.resolver.conformance.Client.fresh;
import static org.pando.resolver.conformance.Client.question;
import static org.pando.resolver.conformance.Violation.unless;
import static org.pando.resolver.conformance.Violation.unlessEqual;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** UDP, TCP, and when which. */
final class TransportRules {
  private static final int PIPELINED = 50;
  private static final int CONNECTIONS = 300;
  private static final int UNREAD = 3_000;
  private static final String CROWD = "127.0.0.98";

  static final List<Rule> RULES =
      List.of(
          Rule.of(
              "without EDNS, what is longer than 512 bytes has TC and fits",
              "RFC 1035 4.2.1, RFC 2181 9",
              client -> truncated(client, question(fresh("big"), Type.TXT), 512)),
          Rule.of(
              "what is longer than the client's size has TC and fits",
              "RFC 6891 6.2.5",
              client -> truncated(client, edns(fresh("big"), 700), 700)),
          Rule.of(
              "over UDP nothing is longer than 1232 bytes",
              "RFC 9715 3.1",
              client -> truncated(client, edns(fresh("big"), 4096), 1232)),
          Rule.of(
              "what does not fit UDP is whole over TCP",
              "RFC 7766 5",
              client -> {
                Message whole = client.tcp(question(fresh("big"), Type.TXT));
                Replies.flag(whole, Flags.TC, false);
                unlessEqual(12, whole.getSection(Section.ANSWER).size(), "records");
              }),
          Rule.of(
              "a message of nearly 64 KiB is whole over TCP",
              "RFC 1035 4.2.2",
              client -> {
                Message whole = client.tcp(question(fresh("huge"), Type.TXT));
                unlessEqual(240, whole.getSection(Section.ANSWER).size(), "records");
              }),
          Rule.of(
              "a connection takes several questions",
              "RFC 7766 6.2.1",
              client -> {
                try (Stream stream = client.tcp()) {
                  for (int i = 0; i < 3; i++) {
                    stream.send(question(fresh("plain"), Type.A).toWire());
                    Replies.answer(stream.receive(), "A 192.0.2.1");
                  }
                }
              }),
          Rule.of(
              "questions need not wait for answers",
              "RFC 7766 6.2.1.1",
              client -> {
                Set<Integer> ids = new HashSet<>();
                try (Stream stream = client.tcp()) {
                  for (int i = 0; i < PIPELINED; i++) {
                    Message question = question(fresh("plain"), Type.A);
                    question.getHeader().setID(i);
                    stream.send(question.toWire());
                  }
                  for (int i = 0; i < PIPELINED; i++) {
                    ids.add(stream.receive().getHeader().getID());
                  }
                }
                unlessEqual(PIPELINED, ids.size(), "answered questions");
              }),
          Rule.of(
              "a slow answer holds up no other",
              "RFC 7766 7",
              client -> {
                Name slow = fresh("plain");
                client.upstream().hold(slow);
                try (Stream stream = client.tcp()) {
                  Message first = question(slow, Type.A);
                  Message second = question(fresh("plain"), Type.A);
                  second.getHeader().setID(first.getHeader().getID() ^ 1);
                  stream.send(first.toWire());
                  stream.send(second.toWire());
                  unlessEqual(
                      second.getHeader().getID(), stream.receive().getHeader().getID(), "first id");
                  client.upstream().release(slow);
                  unlessEqual(
                      first.getHeader().getID(), stream.receive().getHeader().getID(), "second id");
                } finally {
                  client.upstream().release(slow);
                }
              }),
          Rule.of(
              "a message may come octet by octet",
              "RFC 7766 8",
              client -> {
                try (Stream stream = client.tcp()) {
                  for (byte octet : Stream.framed(question(fresh("plain"), Type.A).toWire())) {
                    stream.sendRaw(octet);
                  }
                  Replies.answer(stream.receive(), "A 192.0.2.1");
                }
              }),
          Rule.of(
              "two messages may come at once",
              "RFC 7766 6.2.1.1",
              client -> {
                byte[] one = Stream.framed(question(fresh("plain"), Type.A).toWire());
                byte[] both = Packet.of(one).end(one, one.length).bytes();
                try (Stream stream = client.tcp()) {
                  stream.sendRaw(both);
                  Replies.answer(stream.receive(), "A 192.0.2.1");
                  Replies.answer(stream.receive(), "A 192.0.2.1");
                }
              }),
          Rule.of(
              "half a length does not hold up other connections",
              "RFC 7766 8",
              client -> {
                try (Stream half = client.tcp()) {
                  half.sendRaw((byte) 0);
                  Replies.answer(client.tcp(question(fresh("plain"), Type.A)), "A 192.0.2.1");
                }
              }),
          Rule.of(
              "an empty message ends at most its connection",
              "RFC 1035 4.2.2",
              client -> {
                try (Stream stream = client.tcp()) {
                  stream.send(new byte[0]);
                  Replies.answer(client.tcp(question(fresh("plain"), Type.A)), "A 192.0.2.1");
                }
              }),
          Rule.of(
              "many connections at once are served",
              "RFC 7766 6.2.2",
              client -> {
                List<Stream> streams = new ArrayList<>();
                try {
                  for (int i = 0; i < 20; i++) {
                    streams.add(client.tcp());
                  }
                  for (Stream stream : streams) {
                    stream.send(question(fresh("plain"), Type.A).toWire());
                    Replies.answer(stream.receive(), "A 192.0.2.1");
                  }
                } finally {
                  for (Stream stream : streams) {
                    stream.close();
                  }
                }
              }),
          Rule.of(
              "hundreds of connections of one client leave room for another's",
              "RFC 7766 6.2.2",
              client -> {
                List<Stream> streams = new ArrayList<>();
                try {
                  fill(client.from(CROWD), streams);
                  Replies.answer(client.tcp(question(fresh("plain"), Type.A)), "A 192.0.2.1");
                } finally {
                  for (Stream stream : streams) {
                    stream.close();
                  }
                }
              }),
          Rule.of(
              "who reads no answers holds up nobody",
              "RFC 7766 6.2.1.1",
              client -> {
                Name name = fresh("big");
                client.tcp(question(name, Type.TXT));
                try (Stream lazy = client.from(CROWD).tcp()) {
                  askInVain(lazy, question(name, Type.TXT).toWire());
                  Replies.answer(client.tcp(question(fresh("plain"), Type.A)), "A 192.0.2.1");
                }
              }),
          Rule.of(
              "over IPv6 as over IPv4",
              "RFC 3901 4",
              client -> {
                Message question = question(fresh("plain"), Type.A);
                Replies.answer(client.six().udp(question), "A 192.0.2.1");
                Replies.answer(client.six().tcp(question), "A 192.0.2.1");
              }),
          Rule.of(
              "the reply comes from the address and port that was asked",
              "RFC 2181 4",
              client ->
                  Replies.answer(client.udp(question(fresh("plain"), Type.A)), "A 192.0.2.1")),
          Rule.of(
              "an idle connection is kept for some time, then closed",
              "RFC 7766 6.2.3",
              client -> {
                try (Stream stream = client.tcp()) {
                  stream.send(question(fresh("plain"), Type.A).toWire());
                  Replies.answer(stream.receive(), "A 192.0.2.1");
                  unless(!stream.closesWithin(2_000), "it is closed within 2 s");
                  unless(stream.closesWithin(40_000), "it is open after 40 s");
                }
              }),
          Rule.of(
              "the upstream is asked anew over TCP when its reply is truncated",
              "RFC 1035 4.2.1",
              client -> {
                Name name = fresh("big");
                client.tcp(question(name, Type.TXT));
                unless(client.upstream().asked(name).size() >= 2, "it was asked once");
              }));

  private TransportRules() {}

  private static void truncated(Client client, Message question, int limit) throws Exception {
    Message reply = client.udp(question);
    Replies.flag(reply, Flags.TC, true);
    int length = client.udpLength(question);
    unless(length <= limit, length + " bytes instead of at most " + limit);
  }

  /** Opens connections until there are many, or the server has had enough of them. */
  private static void fill(Client client, List<Stream> streams) {
    try {
      while (streams.size() < CONNECTIONS) {
        streams.add(client.tcp());
      }
    } catch (IOException e) {
      // a limit, which is what a server may have
    }
  }

  /** Asks for far more than the buffers hold, unless the server leaves before. */
  private static void askInVain(Stream stream, byte[] question) {
    try {
      for (int i = 0; i < UNREAD; i++) {
        stream.send(question);
      }
    } catch (IOException e) {
      // a limit, which is what a server may have
    }
  }

  private static Message edns(Name name, int size) {
    Message message = question(name, Type.TXT);
    message.addRecord(new OPTRecord(size, 0, 0), Section.ADDITIONAL);
    return message;
  }
}
