package org.pando.resolver.lookup;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Name;
import org.xbill.DNS.RRSIGRecord;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** Takes RRsets with their signatures out of a message section. */
final class RRsets {
  /** More signatures than that of one RRset only cost whoever checks them. */
  static final int MAX_SIGNATURES = 8;

  private static final int TTL_BEHIND_NAME = 4;

  private RRsets() {}

  /**
   * The records of one name and type, each once, then their signatures; all have the lowest TTL of
   * them (RFC 2181 section 5.2). Empty when there are signatures only.
   */
  static List<Record> take(List<Record> section, Name owner, int type) {
    Set<Record> records = new LinkedHashSet<>();
    List<Record> signatures = new ArrayList<>();
    for (Record r : section) {
      if (r.getDClass() != DClass.IN || !r.getName().equals(owner)) {
        continue;
      }
      if (r.getType() == type) {
        if (records.isEmpty() || !isSingleton(type)) {
          records.add(r);
        }
      } else if (isSignature(r, type) && signatures.size() < MAX_SIGNATURES) {
        signatures.add(r);
      }
    }
    if (records.isEmpty()) {
      return List.of();
    }
    List<Record> all = new ArrayList<>(records);
    all.addAll(signatures);
    long lowest = all.stream().mapToLong(Record::getTTL).min().orElse(0);
    return withTtl(all, lowest);
  }

  /** RFC 2181 section 10.1, RFC 6672 section 2.4: a name has one alias, a zone one SOA record. */
  private static boolean isSingleton(int type) {
    return type == Type.CNAME || type == Type.DNAME || type == Type.SOA;
  }

  private static boolean isSignature(Record r, int type) {
    return r instanceof RRSIGRecord signature && signature.getTypeCovered() == type;
  }

  /** The same records with their TTLs cut to the given one, in seconds. */
  static List<Record> withTtl(List<Record> records, long ttl) {
    return records.stream().map(r -> r.getTTL() <= ttl ? r : withTtl(r, ttl)).toList();
  }

  private static Record withTtl(Record r, long ttl) {
    byte[] wire = r.toWire(Section.ANSWER);
    int at = r.getName().length() + TTL_BEHIND_NAME;
    for (int i = 0; i < 4; i++) {
      wire[at + i] = (byte) (ttl >> (8 * (3 - i)));
    }
    try {
      return Record.fromWire(wire, Section.ANSWER);
    } catch (IOException e) {
      throw new IllegalStateException("a record that was encoded here does not parse", e);
    }
  }
}
