package org.pando.gossip.discovery.mdns;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Writes messages, each name at most once. */
final class MdnsWriter {
  private static final int INTERNET = 1;
  private static final int ONLY_ONE = 0x8000;
  private static final int RESPONSE = 0x8400;
  private static final int MAX_POINTER = 0x3fff;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final Map<String, Integer> written = new HashMap<>();

  private MdnsWriter() {}

  static byte[] question(String name, int type) {
    MdnsWriter writer = new MdnsWriter();
    writer.header(0, 1, 0, 0);
    writer.name(name);
    writer.number16(type);
    writer.number16(INTERNET);
    return writer.out.toByteArray();
  }

  /** Pointers are shared by all who have the service, other records are the sender's only. */
  static byte[] response(List<MdnsMessage.Entry> answers, List<MdnsMessage.Entry> additionals) {
    MdnsWriter writer = new MdnsWriter();
    writer.header(RESPONSE, 0, answers.size(), additionals.size());
    answers.forEach(writer::entry);
    additionals.forEach(writer::entry);
    return writer.out.toByteArray();
  }

  private void header(int flags, int questions, int answers, int additionals) {
    for (int number : new int[] {0, flags, questions, answers, 0, additionals}) {
      number16(number);
    }
  }

  private void entry(MdnsMessage.Entry entry) {
    name(entry.name());
    switch (entry) {
      case MdnsMessage.Pointer pointer -> {
        head(MdnsMessage.PTR, INTERNET, pointer.ttl());
        data(pointer.target(), new byte[0]);
      }
      case MdnsMessage.Texts texts -> {
        head(MdnsMessage.TXT, INTERNET | ONLY_ONE, texts.ttl());
        ByteArrayOutputStream strings = new ByteArrayOutputStream();
        for (String text : texts.strings()) {
          byte[] bytes = text.getBytes(UTF_8);
          strings.write(bytes.length);
          strings.writeBytes(bytes);
        }
        number16(strings.size());
        out.writeBytes(strings.toByteArray());
      }
      case MdnsMessage.Server server -> {
        head(MdnsMessage.SRV, INTERNET | ONLY_ONE, server.ttl());
        int port = server.port();
        data(server.host(), new byte[] {0, 0, 0, 0, (byte) (port >> 8), (byte) port});
      }
      case MdnsMessage.Address address -> {
        byte[] octets = address.address().getAddress();
        int type = octets.length == 4 ? MdnsMessage.A : MdnsMessage.AAAA;
        head(type, INTERNET | ONLY_ONE, address.ttl());
        number16(octets.length);
        out.writeBytes(octets);
      }
    }
  }

  private void head(int type, int dnsClass, long ttl) {
    number16(type);
    number16(dnsClass);
    number16((int) (ttl >> 16));
    number16((int) ttl);
  }

  /** A name with what stands before it, and their length in front. */
  private void data(String name, byte[] before) {
    number16(before.length + nameLength(name));
    out.writeBytes(before);
    name(name);
  }

  private int nameLength(String name) {
    int length = 0;
    String rest = name;
    while (!rest.isEmpty()) {
      if (written.containsKey(rest)) {
        return length + 2;
      }
      int dot = rest.indexOf('.');
      length += (dot < 0 ? rest.length() : dot) + 1;
      rest = dot < 0 ? "" : rest.substring(dot + 1);
    }
    return length + 1;
  }

  private void name(String name) {
    String rest = name;
    while (!rest.isEmpty()) {
      Integer before = written.get(rest);
      if (before != null) {
        number16(0xc000 | before);
        return;
      }
      if (out.size() <= MAX_POINTER) {
        written.put(rest, out.size());
      }
      int dot = rest.indexOf('.');
      byte[] label = (dot < 0 ? rest : rest.substring(0, dot)).getBytes(ISO_8859_1);
      out.write(label.length);
      out.writeBytes(label);
      rest = dot < 0 ? "" : rest.substring(dot + 1);
    }
    out.write(0);
  }

  private void number16(int number) {
    out.write(number >> 8);
    out.write(number);
  }
}
