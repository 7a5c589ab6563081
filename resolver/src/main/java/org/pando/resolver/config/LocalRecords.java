package org.pando.resolver.config;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.pando.registry.zone.Rr;
import org.xbill.DNS.Name;
import org.xbill.DNS.Type;

/**
 * Owned by the thread that reads the configuration: finds records that cannot stand together,
 * although each alone is good.
 */
final class LocalRecords {
  /** Special-use names that records cannot change (RFC 6761 sections 6.3 and 6.4, RFC 7686). */
  static final List<String> KEPT = List.of("localhost", "invalid", "onion");

  /** A message of 64 KiB without room for its header, aliases before the records, and EDNS. */
  private static final int MAX_ANSWER = 60_000;

  /** What stands before a record's data, its owner being a pointer (RFC 1035 section 4.1.3). */
  private static final int RECORD_HEAD = 12;

  /** A record with its whole owner and the place where it was written. */
  private record Written(Name owner, Rr rr, Place place, String text) {}

  private final Scope top;
  private final List<Written> all = new ArrayList<>();
  private final Map<Name, List<Written>> byOwner = new HashMap<>();

  private LocalRecords(Scope top) {
    this.top = top;
  }

  /** Reports what is wrong between records; what is wrong with one alone is known by now. */
  static void check(Config config, Scope top) {
    if (!(top.table().entries().get("record") instanceof Raw.Items(List<Raw> items, Place place))
        || items.size() != config.records().size()) {
      return;
    }
    LocalRecords records = new LocalRecords(top);
    for (int i = 0; i < items.size(); i++) {
      if (items.get(i) instanceof Raw.Table table) {
        LocalRecord record = config.records().get(i);
        if (config.dns().specialNames()) {
          records.checkKept(record, table);
        }
        records.take(record, table);
      }
    }
    records.all.forEach(records::checkBelowAlias);
  }

  private void checkKept(LocalRecord record, Raw.Table table) {
    for (String kept : KEPT) {
      if (("." + record.name()).endsWith("." + kept)) {
        top.reading()
            .problem(
                table.placeOf("name"),
                "[[record]] name = \"%s\" is under %s, which is always answered the same way"
                    .formatted(record.name(), kept),
                "choose another name");
      }
    }
  }

  private void take(LocalRecord record, Raw.Table table) {
    for (int i = 0; i < record.records().size(); i++) {
      String text = record.records().get(i);
      Optional<Rr> rr = record.tryRead(text);
      if (rr.isPresent()) {
        Place place = table.placeOf("records", i);
        take(new Written(record.owner(rr.get()), rr.get(), place, text));
      }
    }
  }

  private void take(Written written) {
    List<Written> beside = byOwner.computeIfAbsent(written.owner, name -> new ArrayList<>());
    checkBeside(written, beside);
    beside.add(written);
    all.add(written);
  }

  private void checkBeside(Written written, List<Written> beside) {
    for (Written other : beside) {
      boolean sameType = other.rr.type() == written.rr.type();
      boolean same = sameType && other.rr.rdata().equals(written.rr.rdata());
      boolean alias = other.rr.type() == Type.CNAME || written.rr.type() == Type.CNAME;
      if (alias && !same) {
        report(
            written,
            text(written.owner) + " has other records",
            "a CNAME stands alone: remove one");
        return;
      }
      if (sameType && other.rr.ttl() != written.rr.ttl()) {
        report(
            written,
            "the TTL is " + written.rr.ttl() + " here and " + other.rr.ttl() + " before",
            "records of one owner and type share one TTL");
        return;
      }
      if (sameType && !same && written.rr.type() == Type.DNAME) {
        report(written, text(written.owner) + " has another DNAME", "keep one of them");
        return;
      }
    }
    checkSize(written, beside);
  }

  /** Reports the record with which an answer gets too long, and none after it. */
  private void checkSize(Written written, List<Written> beside) {
    int before = 0;
    for (Written other : beside) {
      before += other.rr.type() == written.rr.type() ? size(other.rr) : 0;
    }
    if (before <= MAX_ANSWER && before + size(written.rr) > MAX_ANSWER) {
      report(
          written,
          "the records of this type do not fit into a DNS message together",
          "remove some of them");
    }
  }

  private static int size(Rr rr) {
    return RECORD_HEAD + rr.rdata().length();
  }

  private void checkBelowAlias(Written written) {
    for (int i = 1; i < written.owner.labels(); i++) {
      Name above = new Name(written.owner, i);
      for (Written other : byOwner.getOrDefault(above, List.of())) {
        if (other.rr.type() == Type.DNAME) {
          report(
              written,
              text(written.owner) + " is below the DNAME of " + text(above),
              "nothing can stand there: remove one");
          return;
        }
      }
    }
  }

  private static String text(Name name) {
    return name.toString(true);
  }

  private void report(Written written, String what, String fix) {
    String text = TomlText.of(written.text);
    top.reading().problem(written.place, "[[record]] records: " + text + ": " + what, fix);
  }
}
