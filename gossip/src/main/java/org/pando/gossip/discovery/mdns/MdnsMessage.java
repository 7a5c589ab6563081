package org.pando.gossip.discovery.mdns;

import java.net.InetAddress;
import java.util.List;

/**
 * A multicast DNS message, as far as service discovery goes. Names are lower-case, their labels
 * with dots between, none at the end.
 *
 * @param response whether it answers or asks
 * @param records of all three sections
 */
record MdnsMessage(boolean response, List<Question> questions, List<Entry> records) {
  static final int PTR = 12;
  static final int TXT = 16;
  static final int A = 1;
  static final int AAAA = 28;
  static final int SRV = 33;
  static final int ANY = 255;

  MdnsMessage {
    questions = List.copyOf(questions);
    records = List.copyOf(records);
  }

  record Question(String name, int type) {}

  /** A record of a kind that matters here. */
  sealed interface Entry {
    String name();

    /** In seconds; 0 takes the record back. */
    long ttl();
  }

  record Pointer(String name, long ttl, String target) implements Entry {}

  record Texts(String name, long ttl, List<String> strings) implements Entry {
    Texts {
      strings = List.copyOf(strings);
    }
  }

  record Server(String name, long ttl, int port, String host) implements Entry {}

  record Address(String name, long ttl, InetAddress address) implements Entry {}
}
