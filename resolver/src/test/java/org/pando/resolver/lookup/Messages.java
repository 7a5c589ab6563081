package org.pando.resolver.lookup;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.pando.resolver.answer.Query;
import org.pando.resolver.answer.Trace;
import org.xbill.DNS.Master;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.RRSIGRecord;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** Messages from servers, written and read as lines of zone files. */
final class Messages {
  private Messages() {}

  static Message message(String answer, String authority) throws Exception {
    Message message = new Message();
    add(message, Section.ANSWER, answer);
    add(message, Section.AUTHORITY, authority);
    return message;
  }

  private static void add(Message message, int section, String lines) throws Exception {
    if (lines.isEmpty()) {
      return;
    }
    byte[] text = (lines + "\n").getBytes(StandardCharsets.US_ASCII);
    try (Master master = new Master(new ByteArrayInputStream(text))) {
      for (Record r = master.nextRecord(); r != null; r = master.nextRecord()) {
        message.addRecord(r, section);
      }
    }
  }

  static Query query(String name, int type) throws Exception {
    return new Query(new Name(name), type, false, Trace.NONE);
  }

  /** A signature that nobody checks. */
  static String rrsig(String owner, String covered, int labels, long ttl, String signer) {
    return "%s %d IN RRSIG %s 13 %d 60 20300101000000 20200101000000 1 %s AAAA"
        .formatted(owner, ttl, covered, labels, signer);
  }

  /** Owner, TTL, type, and what a signature covers. */
  static List<String> text(List<Record> records) {
    return records.stream().map(Messages::text).toList();
  }

  private static String text(Record r) {
    String covered = r instanceof RRSIGRecord s ? " " + Type.string(s.getTypeCovered()) : "";
    return r.getName() + " " + r.getTTL() + " " + Type.string(r.getType()) + covered;
  }
}
