package org.pando.resolver.conformance;

import java.util.List;
import java.util.stream.Stream;

/** Every rule. To add one, add a row to the table that it belongs to. */
final class Rules {
  /** Rules and what they are about. */
  record Table(String title, List<Rule> rules) {}

  /** Tried several at a time. */
  static final List<Table> TABLES =
      List.of(
          new Table("messages", MessageRules.RULES),
          new Table("EDNS", EdnsRules.RULES),
          new Table("transport", TransportRules.RULES),
          new Table("answers", AnswerRules.RULES),
          new Table("failures", FailureRules.RULES),
          new Table("DNSSEC records, AD and CD", DnssecRules.RULES),
          new Table("a zone of one's own", ZoneRules.RULES),
          new Table("special names", SpecialNameRules.RULES));

  /** Tried one by one, after the others: they leave the server with a bad view of its upstream. */
  static final Table LAST = new Table("a silent upstream", SilenceRules.RULES);

  private Rules() {}

  static List<Table> tables() {
    return Stream.concat(TABLES.stream(), Stream.of(LAST)).toList();
  }
}
