package org.pando.resolver.answer;

import java.util.List;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/**
 * An answer that may be cached and sent: it was judged, and says how. Messages from servers are
 * something else ({@code org.xbill.DNS.Message}); only the look-up above them turns one into this.
 * DNSSEC records are in it whether or not a client wants them.
 *
 * @param rcode NOERROR, NXDOMAIN or YXDOMAIN
 * @param answers the chain of aliases from the question's name, then the records asked for
 * @param authority for a negative answer the SOA record that bounds its life (RFC 2308), its TTL
 *     that of the answer; the NSEC and NSEC3 records that prove what does not exist; else empty
 * @param validation what is known of its origin
 */
public record Answer(
    int rcode, List<Record> answers, List<Record> authority, Validation validation) {
  /** What is known of an answer's origin (RFC 4033 section 5). */
  public enum Validation {
    /** Nobody looked: it is as good as the server that gave it. */
    NOT_VALIDATED
  }

  public Answer {
    answers = List.copyOf(answers);
    authority = List.copyOf(authority);
  }

  /**
   * What a client gets that does not want DNSSEC records (RFC 4035 section 3.2.1).
   *
   * @param type the type asked for: it is not left out
   */
  Answer withoutDnssec(int type) {
    return new Answer(
        rcode,
        answers.stream().filter(r -> r.getType() == type || !isDnssec(r)).toList(),
        authority.stream().filter(r -> !isDnssec(r)).toList(),
        validation);
  }

  /** How many records it has. */
  int size() {
    return answers.size() + authority.size();
  }

  private static boolean isDnssec(Record r) {
    int type = r.getType();
    return type == Type.RRSIG || type == Type.NSEC || type == Type.NSEC3;
  }
}
